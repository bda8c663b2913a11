import type { Hono } from 'hono';
import { Refusal, type World } from '../acts/act.js';
import { addFault, endFaults } from '../faults/faults.js';
import { faultKinds, readFault } from '../faults/kinds.js';
import { findMessage, removeMessage } from '../messages.js';
import type { Channel } from '../model.js';
import type { DisconnectReason } from '../socket/hub.js';
import { announce, findChannel, type State } from '../state.js';
import { body } from './body.js';

/** Everything that makes Slack misbehave. */
export function mountSwitches(control: Hono, world: World): void {
  mountFaults(control, world.state);
  mountDelivery(control, world);
  mountHousekeeping(control, world.state);
}

function mountFaults(control: Hono, state: State): void {
  control.get('/faults', ({ json }) => json({ faults: state.faults, kinds: faultKinds }));
  control.post('/faults', async (context) => {
    const read = readFault(await body(context));
    if (!read.ok) throw new Refusal('unknown_fault', read.problem, 400);
    addFault(state, read.fault);
    return context.json({ ok: true, fault: read.fault });
  });
  control.delete('/faults', ({ json }) => {
    endFaults(state);
    return json({ ok: true });
  });
  control.delete('/faults/:kind', (context) => {
    endFaults(state, context.req.param('kind'));
    return context.json({ ok: true });
  });
}

const reasons: readonly DisconnectReason[] = ['warning', 'refresh_requested', 'too_many_websockets'];

function mountDelivery(control: Hono, { hub, replayEvent, verifyUrl }: World): void {
  control.get('/sockets', ({ json }) => json({ connections: hub.connections() }));
  control.post('/sockets/refresh', async (context) => {
    const { reason = 'refresh_requested' } = await body(context);
    const known = reasons.find((each) => each === reason);
    if (!known) throw new Refusal('unknown_reason', `Use one of: ${reasons.join(', ')}.`, 400);
    return context.json({ ok: hub.refresh(known) });
  });
  control.post('/sockets/drop', ({ json }) => json({ ok: hub.drop() }));
  control.post('/deliveries/replay', async ({ json }) => json({ ok: await replayEvent() }));
  control.post('/deliveries/verify-url', async ({ json }) => json({ ok: await verifyUrl() }));
}

function mountHousekeeping(control: Hono, state: State): void {
  const changes: Record<string, (channel: Channel) => void> = {
    archive: (channel) => (channel.isArchived = true),
    unarchive: (channel) => delete channel.isArchived,
    kick: (channel) => (channel.members = channel.members.filter((id) => id !== state.bot.userId)),
    invite: (channel) => (channel.members = [...new Set([...channel.members, state.bot.userId])]),
  };
  for (const [name, change] of Object.entries(changes)) {
    control.post(`/channels/:id/${name}`, (context) => {
      change(known(state, context.req.param('id')));
      announce(state, 'channel');
      return context.json({ ok: true });
    });
  }
  control.delete('/messages/:channel/:ts', (context) => {
    const channel = known(state, context.req.param('channel'));
    const message = findMessage(state, channel.id, context.req.param('ts'));
    if (!message) throw new Refusal('unknown_message', `No such message in #${channel.name}.`, 404);
    removeMessage(state, message);
    return context.json({ ok: true });
  });
}

function known(state: State, id: string): Channel {
  const channel = findChannel(state, id);
  if (channel) return channel;
  throw new Refusal('unknown_channel', `No channel "${id}". GET /control/channels lists them.`, 404);
}
