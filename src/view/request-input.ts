import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import { INPUT } from './inputs.js';
import { choosable, MAX_REASON } from './request-modal.js';
import type { StateValues } from './state-values.js';
import { words } from './words/words.js';

/** What the person filled in, or what is wrong with it by block id, as `response_action: errors` takes it. */
export type ParsedRequest =
  | {
      readonly ok: true;
      readonly severity: string;
      readonly reason: string;
      readonly impact: string;
      readonly backup?: string;
    }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** Reads the submitted request dialog strictly. */
export function parseRequest(
  values: StateValues,
  { system, scheme }: { readonly system: System; readonly scheme: Scheme },
  language: Language,
): ParsedRequest {
  const { modal } = words(language);
  const severity = chosen(values, 'severity');
  const [reason, impact] = [typed(values, 'reason'), typed(values, 'impact')];
  const problems: Record<string, string> = {};
  if (!choosable(system).some(({ key }) => key === severity)) problems.severity = modal.chooseSeverity;
  for (const [id, text] of Object.entries({ reason, impact })) {
    if (text === '') problems[id] = modal.required;
    else if (text.length > MAX_REASON) problems[id] = modal.tooLong(MAX_REASON);
  }
  const backup = chosen(values, 'backup');
  if (scheme.backup && backup === '') Object.assign(problems, backupProblem(values, language));
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, severity, reason, impact, ...(scheme.backup ? { backup } : {}) };
}

/** A problem can only be said at an input that is there: while the list is awaited there is none for it. */
function backupProblem(values: StateValues, language: Language): Readonly<Record<string, string>> {
  const { backupInput } = words(language);
  return values.backup ? { backup: backupInput.choose } : { severity: backupInput.notYet };
}

function chosen(values: StateValues, id: string): string {
  return values[id]?.[INPUT]?.selected_option?.value ?? '';
}

function typed(values: StateValues, id: string): string {
  return (values[id]?.[INPUT]?.value ?? '').trim();
}
