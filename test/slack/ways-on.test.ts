import { afterEach, expect, it } from 'vitest';
import { addMessage } from '../../sandbox/slack/messages.js';
import { failed, ok } from '../../src/domain/result.js';
import type { Engine } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import type { ActionId, ActionValue } from '../../src/view/actions.js';
import { actions, button } from '../../src/view/blocks.js';
import { standOf, wishOf } from '../../src/view/stand.js';
import { approved, CTO, DIRECTOR, exited, lost, OPS, play, prechecked, requested, STEPS, started } from '../helpers/story.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, type StageOptions, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const begun = [requested(), ...prechecked(), approved(), started(STEPS[0])] as const;
const stopped = play(...begun, exited(STEPS[0], 1, 'no such file'));
const unknown = play(...begun, lost(STEPS[0]));
const said = (who: string) => theatre.people.messages(who, INCIDENT);
const toldAlone = async (who: string) => (await said(who)).filter(({ isEphemeral }) => isEphemeral);

/** A stage on which this button of the run is in sight. */
async function offering<A extends ActionId>(
  state: RunState,
  action: A,
  value: ActionValue<A>,
  { choose, ...options }: Partial<Pick<Engine, 'choose' | 'requestUndo'>> & StageOptions = {},
): Promise<Stage> {
  let now = state;
  const told = fakeEngine({ run: async () => now, ...(choose ? { choose } : {}) });
  theatre = await stage({ engine: { ...told, show: (next) => void (now = next) }, ...options });
  const blocks = [actions(button(action, value, 'press'))];
  addMessage(theatre.slack.state, {
    ...{ channel: INCIDENT, user: theatre.slack.state.bot.userId, text: 'card' },
    blocks: blocks as never,
  });
  return theatre;
}

const stand = (state: RunState) => ({ run: state.id, since: standOf(state) });
