import { type Context, Hono } from 'hono';
import { actor, place, Refusal, type Result, type World } from '../acts/act.js';
import { closeModal, submit } from '../acts/modal.js';
import { click, select } from '../acts/press.js';
import { slash } from '../acts/slash.js';
import { mention, openHome, say, shortcut } from '../acts/talk.js';
import type { Json } from '../model.js';
import { announce, type State } from '../state.js';
import { showActivity } from './activity.js';
import { body } from './body.js';
import { streamChanges } from './events.js';
import { showChannel, showFile, showThread, showView } from './read.js';
import { mountSwitches } from './switches.js';

/** Everything a person can do and see, over HTTP. Described in docs/sandbox.md. */
export function controlRoutes(world: World): Hono {
  const control = new Hono();
  control.onError((error, context) => explain(error, context));
  mountActs(control, world);
  mountReads(control, world.state);
  mountJudgement(control, world.state);
  mountSwitches(control, world);
  control.get('/events', (context) => streamChanges(context, world.state));
  return control;
}

function mountActs(control: Hono, world: World): void {
  const acts: Record<string, (world: World, input: Json) => Result | Promise<Result>> = {
    slash,
    mention,
    message: say,
    click,
    select,
    submit,
    'close-modal': closeModal,
    shortcut,
    'open-home': openHome,
  };
  for (const [name, act] of Object.entries(acts)) {
    control.post(`/${name}`, async (context) => context.json(await act(world, await body(context))));
  }
}

function mountReads(control: Hono, state: State): void {
  const person = (context: Context) => actor(state, context.req.query('as') ?? state.people[0]?.id);
  control.get('/workspace', ({ json }) => json(pick(state)));
  control.get('/channels', ({ json }) => json({ channels: state.channels }));
  control.get('/activity', ({ json }) => json({ activity: showActivity(state) }));
  control.get('/channels/:id/messages', (context) => {
    const who = person(context);
    const channel = place(state, who, context.req.param('id'));
    return context.json({ channel, messages: showChannel(state, who, channel) });
  });
  control.get('/threads/:channel/:ts', (context) => {
    const who = person(context);
    const channel = place(state, who, context.req.param('channel'));
    return context.json({ channel, messages: showThread(state, who, channel, context.req.param('ts')) });
  });
  control.get('/modal', (context) => {
    const stack = state.modals.get(person(context).id) ?? [];
    const top = stack.at(-1);
    return context.json({ modal: top ? showView(state, top, stack.length) : null });
  });
  control.get('/home', (context) => {
    const view = state.homes.get(person(context).id);
    return context.json({ home: view ? showView(state, view, 1) : null });
  });
  control.get('/files', ({ json }) =>
    json({ files: [...state.files.values()].filter((file) => file.bytes).map(showFile) }),
  );
  control.get('/files/:id', (context) => {
    const bytes = state.files.get(context.req.param('id'))?.bytes;
    if (!bytes) throw new Refusal('unknown_file', 'No such file. GET /control/files lists them.', 404);
    return context.text(new TextDecoder().decode(bytes), 200, { 'content-type': 'text/plain; charset=utf-8' });
  });
}

function pick({ team, bot, people, userGroups, commands, shortcuts }: State) {
  return { team, bot, people, userGroups, commands, shortcuts };
}

function mountJudgement(control: Hono, state: State): void {
  control.get('/violations', ({ json }) => json({ violations: state.violations }));
  control.delete('/violations', ({ json }) => {
    state.violations.length = 0;
    announce(state, 'violation');
    return json({ ok: true });
  });
  control.get('/calls', (context) => {
    const method = context.req.query('method');
    return context.json({ calls: state.calls.filter((call) => !method || call.method === method) });
  });
}

function explain(error: Error, context: Context) {
  if (!(error instanceof Refusal))
    return context.json({ ok: false, error: 'sandbox_failed', message: error.message }, 500);
  return context.json({ ok: false, error: error.code, message: error.message, ...error.more }, error.status);
}
