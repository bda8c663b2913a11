import { expandScheme } from '../../src/domain/expand-scheme.js';
import type { Severity } from '../../src/domain/plan.js';
import type { Scheme } from '../../src/domain/scheme.js';
import type { Bilingual, Language } from '../../src/domain/text.js';
import type { DryRun } from '../../src/engine/engine.js';
import { dryRunMessages } from '../../src/view/dry-run.js';
import { note } from '../../src/view/note.js';
import { planInvalid, planValidAgain } from '../../src/view/plan-problem.js';
import { schemeChoice } from '../../src/view/scheme-choice.js';
import type { Message } from '../../src/view/surface.js';
import { CHANNELS, type SystemName, systemOf } from '../bound-systems.js';
import { apart } from '../engines.js';
import { type Group, messageEntry } from '../entry.js';
import { T0 } from '../events.js';
import { requestFor } from '../requests.js';
import { spoilt } from '../spoilt-plan.js';
import { typed } from '../typed.js';

const engine = apart();
const site = CHANNELS.meiyueart;
const WRONG = spoilt(
  ['effect: reversible', 'effect: reversable'],
  ...Array.from({ length: 6 }, () => ['deadline: 20s', 'deadline: 20'] as const),
);

/** Choosing a scheme and trying it. */
export const schemesGroup: Group = {
  id: 'schemes',
  title: 'Asking: schemes and dry runs',
  entries: [
    typed({ name: 'Schemes', when: '/rollback schemes', text: 'schemes', engine }),
    typed({ name: 'Schemes of the site', when: '/rollback schemes', text: 'schemes', engine, channel: site }),
    messageEntry('only-you', 'Without a table', 'the workspace refuses tables', (language) => {
      const shown = choice(language, {});
      return { ...shown, blocks: shown.fallback ?? shown.blocks };
    }),
    messageEntry('only-you', 'For a chosen backup', '“Roll back to it” was pressed', (language) =>
      choice(language, { backup: 'diagnosis_20261120_000000.db', keys: ['c'] }),
    ),
    messageEntry('only-you', 'While a run is open', 'a rollback is open already', (language) =>
      choice(language, { busy: '20261120-7kq2m' }),
    ),
    messageEntry('only-you', 'When the service must be back', 'the plan says so of its severities', (language) =>
      choice(language, { clocks: { recoverWithin: 3_600_000 } }),
    ),
    messageEntry('only-you', 'Due in working days', 'the plan counts in them', (language) =>
      choice(language, { clocks: { respondWithin: { workingDays: 1 } } }),
    ),
    messageEntry('only-you', 'Plan file invalid', 'it was edited and is not valid', (language) =>
      choice(language, { planProblem: WRONG.slice(0, 1) }),
    ),
    typed({ name: 'Dry run, asking', when: 'until the hosts answer', text: 'dry-run a', engine, meanwhile: true }),
    messageEntry('only-you', 'Dry run, ready', '/rollback dry-run scheme-a', (language) =>
      tried('wechat-backend', 'a', language),
    ),
    messageEntry('only-you', 'Dry run, would be refused', 'a blocking pre-check fails', (language) =>
      tried('wechat-backend', 'a', language, { 'flags-reachable': 'fail', version: 'unknown' }),
    ),
    messageEntry('only-you', 'Dry run, long', 'scripts too long for one message', (language) => long(language, 0)),
    messageEntry('only-you', 'Dry run, long, its scripts', 'after it, one message each', (language) =>
      long(language, 1),
    ),
    messageEntry('only-you', 'Dry run, a check that writes', 'it is shown and not sent', writing),
    messageEntry('channel', 'Plan file invalid, news', 'a plan file was edited', (language) =>
      planInvalid(systemOf('wechat-backend', language).plan, WRONG, language),
    ),
    messageEntry('channel', 'Plan file valid again', 'it was put right', (language) =>
      planValidAgain(systemOf('wechat-backend', language).plan, language),
    ),
    messageEntry('only-you', 'A button of yesterday', 'its run or plan is gone', (language) =>
      note('unknownButton', language),
    ),
  ],
};

type Offered = {
  readonly backup?: string;
  readonly busy?: string;
  readonly planProblem?: readonly Bilingual[];
  readonly keys?: readonly string[];
  readonly clocks?: Partial<Pick<Severity, 'respondWithin' | 'recoverWithin'>>;
};

function choice(language: Language, { keys, clocks, ...more }: Offered): Message {
  const bound = systemOf('wechat-backend', language);
  const severities = bound.plan.severities.map((severity) => ({ ...severity, ...clocks }));
  const system = { ...bound, plan: { ...bound.plan, severities } };
  const schemes = system.plan.schemes.filter(({ key }) => keys?.includes(key) ?? true);
  return schemeChoice({ system, schemes, language, door: 'slash', ...more });
}

type Verdicts = Readonly<Record<string, 'pass' | 'fail' | 'unknown'>>;

/** One message of what a dry run says. */
function tried(name: SystemName, key: string, language: Language, unlike: Verdicts = {}): Message {
  const [message] = triedParts(name, key, language, { unlike });
  if (!message) throw new Error(`no dry run of ${key}`);
  return message;
}

type Trying = { readonly unlike?: Verdicts; readonly times?: number };

/** All messages of a dry run; `times` makes its scripts that many times as long. */
function triedParts(
  name: SystemName,
  key: string,
  language: Language,
  { unlike = {}, times = 1 }: Trying,
): readonly Message[] {
  const { scheme: whole, backup, version } = requestFor(name, key, language);
  const scheme = { ...whole, steps: whole.steps.map((step) => ({ ...step, run: step.run.repeat(times) })) };
  const prechecks = scheme.prechecks.map((check) => answer(check, unlike[check.id] ?? 'pass'));
  const more = { ...(backup ? { backup } : {}), ...(version === undefined ? {} : { version }) };
  return dryRunMessages({ system: systemOf(name, language), scheme, prechecks, at: T0, ...more }, language);
}

function long(language: Language, part: number): Message {
  const message = triedParts('wechat-backend', 'c', language, { times: 3 })[part];
  if (!message) throw new Error(`the dry run has no part ${part}`);
  return message;
}

function answer(check: Scheme['prechecks'][number], verdict: 'pass' | 'fail' | 'unknown'): DryRun['prechecks'][number] {
  if (verdict !== 'unknown') return { check, answer: { verdict, evidence: verdict === 'pass' ? '' : 'HTTP 503' } };
  const failure = { code: 'http.unreachable', at: 'http://10.0.0.5:5000/api/version' } as const;
  return { check, answer: { verdict, evidence: 'connect ECONNREFUSED 10.0.0.5:5000', failure } };
}

/** A pre-check that changes something is not asked. */
function writing(language: Language): Message {
  const system = systemOf('wechat-backend', language);
  const [scheme] = system.plan.schemes;
  const diagnosis = scheme?.checks.find(({ id }) => id === 'diagnosis');
  if (!scheme || !diagnosis) throw new Error('scheme A checks a diagnosis');
  const expanded = expandScheme(scheme, system.plan.backups);
  const failure = { code: 'check.not-asked', at: 'diagnosis' } as const;
  const prechecks = [{ check: diagnosis, answer: { verdict: 'unknown', evidence: '', failure } as const }];
  return dryRunMessages({ system, scheme: expanded, prechecks, at: T0 }, language)[0];
}
