import type { KnownBlock } from '@slack/types';
import type { ChosenBackup } from '../domain/backup.js';
import type { Check, CheckAnswer } from '../domain/check.js';
import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { header, paragraph, section } from './blocks.js';
import {
  dryRunChecks,
  dryRunFacts,
  dryRunPrechecks,
  dryRunVerdict,
  stepBlocks,
  stepLine,
  upToMany,
} from './dry-run-parts.js';
import { longMessages } from './file-messages.js';
import { message, weight } from './message.js';
import type { Line } from './rich-text.js';
import { schemeTitle } from './scene.js';
import { checkText, stepText } from './script-text.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

const MAX_CHARACTERS = 8_000;
/** A longer script is shown in a message of its own. */
const MAX_SCRIPT = 1_500;

/** What a dry run found. */
export type Tried = {
  readonly system: System;
  readonly scheme: Scheme;
  readonly backup?: ChosenBackup;
  readonly version?: string;
  readonly prechecks: readonly { readonly check: Check; readonly answer: CheckAnswer }[];
  readonly at: Instant;
};

/** Said while the hosts are asked. */
export function dryRunAsking({ plan }: System, scheme: Scheme, language: Language): Message {
  const said = words(language).dryRun.asking(`${plan.name} · ${schemeTitle(scheme, language)}`);
  return message(said, [section(said)]);
}

/** What the scheme would do now, stamped as a dry run (S1.70). Scripts too long for it follow whole. */
export function dryRunMessages(tried: Tried, language: Language): readonly [Message, ...Message[]] {
  const { system, scheme } = tried;
  const w = words(language);
  const reader = { language, w };
  const subject = `${system.plan.name} · ${schemeTitle(scheme, language)}`;
  const verdict = dryRunVerdict(tried, reader);
  const around = (steps: readonly KnownBlock[]) => [
    header(w.dryRun.heading(subject)),
    paragraph([{ bold: w.dryRun.stamp }], [verdict], ...dryRunFacts(tried, reader)),
    ...part(w.dryRun.prechecks, dryRunPrechecks(tried, reader)),
    ...steps,
    ...part(w.dryRun.wouldCheck, upToMany(dryRunChecks(tried, reader), reader)),
    paragraph([{ bold: w.dryRun.stamp }]),
  ];
  const text = w.text(w.dryRun.stamp, subject, verdict);
  const inline = around([paragraph([{ bold: w.dryRun.wouldRun }]), ...stepBlocks(tried, reader)]);
  const isShort = scheme.steps.every(({ run }) => run.length <= MAX_SCRIPT) && weight(inline) <= MAX_CHARACTERS;
  if (isShort) return [message(text, inline)];
  const titles = scheme.steps.map((step, index) => stepLine(tried, step, index + 1, reader));
  return [message(text, around(part(w.dryRun.wouldRun, upToMany(titles, reader)))), ...whole(tried, language)];
}

function part(title: string, rows: readonly Line[]): readonly KnownBlock[] {
  return rows.length === 0 ? [] : [paragraph([{ bold: title }], ...rows)];
}

/** Every script and check in full, as text. */
function whole({ system, scheme }: Tried, language: Language): readonly Message[] {
  const w = words(language);
  const reader = { w, language, targets: system.targets };
  const parts = [
    `## ${w.run.steps}`,
    ...scheme.steps.map((step, index) => stepText(reader, step, index + 1)),
    `## ${w.run.checks}`,
    ...scheme.checks.map((check) => checkText(reader, check, w.run.advisory)),
  ];
  return longMessages(w.dryRun.scripts, parts.join('\n\n'), { language, lead: w.dryRun.stamp });
}
