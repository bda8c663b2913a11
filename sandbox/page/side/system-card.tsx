import type { Text } from '../../text.js';
import { useSay } from '../words.js';
import { ActionButtons } from './action-buttons.js';
import { Changing } from './changing.js';
import type { ShownFindings, ShownSystem } from './production-state.js';
import { useSideWords } from './words.js';

interface Props {
  system: ShownSystem;
  complain: (text: string) => void;
}

// What tells a good rollback from a bad one is open; lists for the curious are closed.
const closedAtFirst = ['backups', 'processes', 'flags', 'deploy'];

/** A production system, judged from outside the bot: its health as users meet it, then what lies on its hosts. */
export function SystemCard({ system, complain }: Props) {
  const words = useSideWords();
  const say = useSay();
  const health = system.healthy ? words.healthy : words.broken;
  return (
    <details class={system.healthy ? 'system' : 'system down'} open>
      <summary>
        <h2>
          <span class="dot" aria-hidden="true" />
          {say(system.title)}{' '}
          <Changing value={`${system.healthy}`}>
            <span class="badge">{health}</span>
          </Changing>
        </h2>
      </summary>
      <ul class="hosts" aria-label={words.hosts}>
        {system.hosts.map(({ name, address }) => (
          <li key={name}>
            <small>
              {name} · {address}
            </small>
          </li>
        ))}
      </ul>
      <dl>
        {system.facts.map(({ label, value, ok }) => (
          <Row key={say(label)} name={say(label)} value={value} ok={ok} />
        ))}
      </dl>
      {system.found?.map((findings) => (
        <Found key={findings.id} findings={findings} />
      ))}
      <h3>{words.breakIt}</h3>
      <ActionButtons actions={system.actions} complain={complain} />
    </details>
  );
}

function Found({ findings: { id, title, summary, items } }: { findings: ShownFindings }) {
  const say = useSay();
  const isWrong = items.some(({ ok }) => ok === false);
  return (
    <details class={isWrong ? 'found bad' : 'found'} open={!closedAtFirst.includes(id)}>
      <summary>
        {say(title)}{' '}
        <Changing value={JSON.stringify(summary)}>
          <small>{say(summary)}</small>
        </Changing>
      </summary>
      <dl>
        {items.map(({ name, value, ok }) => (
          <Row key={say(name)} name={say(name)} value={value} ok={ok} />
        ))}
      </dl>
    </details>
  );
}

function Row({ name, value, ok }: { name: string; value: Text; ok: boolean | undefined }) {
  const say = useSay();
  const mark = ok === undefined ? '' : ok ? '✓ ' : '✗ ';
  return (
    <div class={ok === false ? 'bad' : ''}>
      <dt>{name}</dt>
      <dd>
        <Changing value={JSON.stringify([ok, value])}>
          {mark}
          {say(value)}
        </Changing>
      </dd>
    </div>
  );
}
