import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import type { Engine } from '../engine/engine.js';
import type { Catalog, PlanProblem } from '../engine/ports.js';
import { planInvalid, planValidAgain } from '../view/plan-problem.js';
import type { Message } from '../view/surface.js';
import { persist } from './persist.js';
import { describeTrouble, troubleOf } from './trouble.js';
import { variantsOf } from './variants.js';

/** Where edits of plan files are heard of. */
export type PlanCatalog = Pick<Catalog, 'problems'> & { subscribe(listener: () => void): () => void };

/**
 * Tells a system's channels once when its plan file is edited and not valid, and once when it is valid again. Returns how
 * to stop that. What Slack does not take is not tried again later: `/rollback schemes` says it too.
 */
export function tellPlanNews(input: {
  readonly catalog: PlanCatalog;
  readonly engine: Pick<Engine, 'systems'>;
  readonly client: WebClient;
  readonly log: Logger;
  readonly language: Language;
}): () => void {
  const { catalog, engine, client, log, language } = input;
  let known = bySystem(catalog.problems());
  // One after the other, so that "valid again" never comes before "not valid".
  let telling = Promise.resolve();

  async function tell({ channels, plan }: System, message: Message): Promise<void> {
    const [variant] = variantsOf(message, false);
    for (const channel of channels) {
      try {
        await persist(() => client.chat.postMessage({ channel, ...(variant ?? { text: message.text }), ...QUIET }));
      } catch (error) {
        log.warn({ channel, system: plan.name, detail: describeTrouble(troubleOf(error)) }, 'could not tell plan news');
      }
    }
  }

  function look(): void {
    const before = known;
    known = bySystem(catalog.problems());
    for (const system of engine.systems()) {
      const message = newsOf(system, before, known, language);
      if (message) telling = telling.then(() => tell(system, message));
    }
  }

  return catalog.subscribe(look);
}

const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false };

type Known = ReadonlyMap<string, readonly string[]>;

function bySystem(problems: readonly PlanProblem[]): Known {
  return new Map(problems.map(({ system, lines }) => [system, lines]));
}

function newsOf({ plan }: System, before: Known, now: Known, language: Language): Message | undefined {
  const [was, is] = [before.get(plan.name), now.get(plan.name)];
  if (is && JSON.stringify(is) !== JSON.stringify(was)) return planInvalid(plan, is, language);
  return was && !is ? planValidAgain(plan, language) : undefined;
}
