import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { System } from '../domain/system.js';
import type { Bilingual, Language } from '../domain/text.js';
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
  /** What is spoken in a channel. */
  readonly languageIn: (channel: string) => Language;
}): () => void {
  const { catalog, engine, client, log, languageIn } = input;
  let known = bySystem(catalog.problems());
  // One after the other, so that "valid again" never comes before "not valid".
  let telling = Promise.resolve();

  async function tell({ channels, plan }: System, news: News): Promise<void> {
    for (const channel of channels) {
      const message = news(languageIn(channel));
      const [variant] = variantsOf(message, false);
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
      const news = newsOf(system, before, known);
      if (news) telling = telling.then(() => tell(system, news));
    }
  }

  return catalog.subscribe(look);
}

const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false };

type Known = ReadonlyMap<string, readonly Bilingual[]>;

function bySystem(problems: readonly PlanProblem[]): Known {
  return new Map(problems.map(({ system, lines }) => [system, lines]));
}

type News = (language: Language) => Message;

function newsOf({ plan }: System, before: Known, now: Known): News | undefined {
  const [was, is] = [before.get(plan.name), now.get(plan.name)];
  if (is && JSON.stringify(is) !== JSON.stringify(was)) return (language) => planInvalid(plan, is, language);
  return was && !is ? (language) => planValidAgain(plan, language) : undefined;
}
