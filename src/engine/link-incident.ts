import type { Incident } from '../domain/incident.js';
import { failed, ok } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';

/** Links an incident thread; the runs under way that are shown in its channel report there from now on. */
export async function linkIncident(incident: Incident, inside: Inside): Promise<readonly RunState[]> {
  await inside.journal.linkIncident(incident);
  const { channel, thread, linkedBy, linkedAt } = incident;
  const shownHere = inside.ledger.active().filter(({ request }) => request.channel === channel);
  const linked = await Promise.all(
    shownHere.map(({ id }) =>
      inside.ledger.append(id, (state) => {
        const same = state.incident?.thread === thread && state.incident.channel === channel;
        if (same || state.phase === 'closed') return failed({ code: 'request.stale', at: id });
        return ok({ type: 'incident.linked', at: linkedAt, by: linkedBy, channel, thread });
      }),
    ),
  );
  return linked.flatMap((run) => (run.ok ? [run.value] : []));
}
