import type { Reply } from '../../commands/command.js';
import { findSystem, systemsIn } from '../../commands/system.js';
import type { System } from '../domain/system.js';
import { section } from '../view/blocks.js';
import {
  type ChoiceContext,
  choiceOpener,
  schemeModal,
  systemModal,
  tellingModal,
} from '../view/incident/choice-modals.js';
import type { Modal } from '../view/surface.js';
import { channelProblem } from './channel-problem.js';
import type { Desk } from './desk.js';

/** The first dialog on the way from a message to a request: which system where there are several, else which scheme. */
export function chooseRollback(desk: Desk, by: string, asked: ChoiceContext): Reply {
  const language = desk.languageIn(asked.channel);
  return {
    kind: 'modal',
    modal: firstModal(desk, by, asked),
    opener: choiceOpener(asked, language),
    // Slack is asked only after the dialog is open: it gives 3 s for that.
    later: async () => {
      const trouble = await channelProblem(desk, asked.channel);
      return trouble === undefined ? undefined : tellingModal({ blocks: [section(trouble)] }, language);
    },
  };
}

function firstModal(desk: Desk, by: string, asked: ChoiceContext): Modal {
  const { channel } = asked;
  const language = desk.languageIn(channel);
  const systems = systemsIn(channel, desk.engine);
  const [only, ...others] = systems;
  if (!only) return noSystemModal(desk, by, channel);
  return others.length > 0 ? systemModal(systems, asked, language) : schemeModalOf(desk, only, asked);
}

/** The schemes of a system, or which run is in the way. */
export function schemeModalOf(desk: Desk, system: System, asked: ChoiceContext): Modal {
  const busy = desk.engine.active().find(({ request }) => request.plan.name === system.plan.name);
  return schemeModal(system, busy?.id, asked, desk.languageIn(asked.channel));
}

/** Which channels have a system. */
function noSystemModal(desk: Desk, by: string, channel: string): Modal {
  const language = desk.languageIn(channel);
  const call = { word: '', args: [], door: 'slash', by, channel, language, now: desk.clock.now() } as const;
  const found = findSystem(call, desk.engine, undefined, 'schemes');
  const blocks = 'reply' in found && found.reply.kind === 'message' ? found.reply.message.blocks : [];
  return tellingModal({ blocks }, language);
}
