import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { commands } from '../../commands/index.js';
import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import { pinRequest } from '../engine/pin-request.js';
import { reduce } from '../run/reduce.js';
import type { RunState } from '../run/state.js';
import { viewOf } from '../slack/open-modal.js';
import { describeTrouble, troubleOf } from '../slack/trouble.js';
import { card } from '../view/card.js';
import { contactsMessage } from '../view/contacts.js';
import { help } from '../view/help.js';
import { type Home, home } from '../view/home/home.js';
import { requestModal } from '../view/request-modal.js';
import { sceneOf } from '../view/scene.js';
import { schemeChoice } from '../view/scheme-choice.js';
import type { Message, Modal } from '../view/surface.js';
import { bad, type DoctorWords, type Finding, good, note } from './finding.js';

type Sample = { readonly name: string } & (
  | { readonly message: Message }
  | { readonly modal: Modal }
  | { readonly home: Home }
);

/** Has Slack judge what these systems would show, by `blocks.validate`; nothing is posted. */
export async function lookAtMessages(
  systems: readonly System[],
  client: WebClient,
  { messages: w }: DoctorWords,
): Promise<readonly Finding[]> {
  if (systems.length === 0) return [];
  const samples = [...systems.flatMap(samplesOf), homeOf(systems)];
  const judged = await Promise.all(samples.map((sample) => judge(sample, client)));
  const accepted = judged.filter(({ verdict }) => verdict === 'accepted' || verdict === 'fallback').length;
  const unchecked = judged.filter(({ verdict }) => verdict === 'unchecked');
  return [
    ...(accepted > 0 ? [good(w.good(accepted))] : []),
    ...judged.flatMap(({ verdict, name, why }) => (verdict === 'refused' ? [bad(w.refused(name, why))] : [])),
    ...judged.flatMap(({ verdict, name }) => (verdict === 'fallback' ? [note(w.fallback(name))] : [])),
    ...(unchecked[0] ? [note(w.unchecked(unchecked.length, unchecked[0].why))] : []),
  ];
}

type Judged = {
  readonly name: string;
  readonly verdict: 'accepted' | 'fallback' | 'refused' | 'unchecked';
  readonly why: string;
};

async function judge(sample: Sample, client: WebClient): Promise<Judged> {
  const { name } = sample;
  if ('modal' in sample) return { name, ...(await ask(() => client.blocks.validate({ view: viewOf(sample.modal) }))) };
  if ('home' in sample) {
    const view = { type: 'home' as const, blocks: [...sample.home.blocks] };
    return { name, ...(await ask(() => client.blocks.validate({ view }))) };
  }
  const { blocks, fallback } = sample.message;
  const whole = await ask(() => client.blocks.validate({ blocks: [...blocks] }));
  if (whole.verdict !== 'refused' || !fallback) return { name, ...whole };
  const simpler = await ask(() => client.blocks.validate({ blocks: [...fallback] }));
  return { name, ...simpler, ...(simpler.verdict === 'accepted' ? { verdict: 'fallback' } : {}) };
}

async function ask(validate: () => Promise<unknown>): Promise<Pick<Judged, 'verdict' | 'why'>> {
  try {
    await validate();
    return { verdict: 'accepted', why: '' };
  } catch (error) {
    const trouble = troubleOf(error);
    const isVerdict = trouble.kind === 'refused' && /^(invalid_(blocks|message|view)|msg_)/.test(trouble.error);
    const details = error instanceof WebAPIPlatformError ? detailsOf(error) : '';
    return {
      verdict: isVerdict ? 'refused' : 'unchecked',
      why: `${describeTrouble(trouble)} ${details}`.slice(0, 400),
    };
  }
}

/** What Slack says of each fault, in its own words. */
function detailsOf({ data }: WebAPIPlatformError): string {
  return 'errors' in data ? JSON.stringify(data.errors) : '';
}

/** What a system shows most: help, schemes, contacts, the dialog of each scheme, and a card before and during a run. */
function samplesOf(system: System): readonly Sample[] {
  const { plan, language, channels } = system;
  const entries = commands.map(({ usage, aliases = [], summary, mentionOnly = false }) => {
    return { usage, aliases, mentionOnly, summary: summary[language] };
  });
  const speaking = { language, door: 'slash' } as const;
  const named = (what: string) => `${plan.name}: ${what}`;
  const asked = { system, channel: channels[0] ?? '', language };
  return [
    { name: named('/rollback help'), message: help(entries, plan.schemes, speaking) },
    { name: named('/rollback schemes'), message: schemeChoice({ system, schemes: plan.schemes, ...speaking }) },
    { name: named('/rollback contacts'), message: contactsMessage(system, language) },
    ...plan.schemes.map((scheme) => ({
      name: named(`scheme-${scheme.key}`),
      modal: requestModal({ ...asked, scheme }),
    })),
    ...cardsOf(system, language).map((message) => ({ name: named('card'), message })),
  ];
}

/** App Home of somebody for whom nothing waits. */
function homeOf(systems: readonly System[]): Sample {
  const language = systems[0]?.language ?? 'zh-CN';
  const nothing = {
    duties: [],
    active: [],
    ended: [],
    problems: [],
    hasSystems: true,
    cards: new Map<string, string>(),
  };
  const seen = { language, now: Date.now(), ...nothing, systems: systems.map((system) => ({ system })) };
  return { name: 'App Home', home: home(seen) };
}

/** The card of a run that nobody asked for: as it is requested, and with its steps. It exists nowhere else. */
function cardsOf(system: System, language: Language): readonly Message[] {
  const { plan, channels } = system;
  const severity = plan.severities.find(({ action }) => action !== 'observe');
  const scheme = plan.schemes[0];
  if (!severity || !scheme) return [];
  const [by, at] = ['U0000000000', Date.now()];
  const more = { by, channel: channels[0] ?? '', reason: 'doctor', impact: 'doctor' };
  const input = { system: plan.name, scheme: scheme.key, severity: severity.key, ...more };
  const request = { ...pinRequest(system, input, { scheme, severity }, at), language };
  const requested = reduce(undefined, { seq: 0, hash: '', event: { type: 'run.requested', request, by, at } });
  const running: RunState = { ...requested, phase: 'running' };
  return [requested, running].map((state) => card(sceneOf(state, { now: at, delivered: new Set() })));
}
