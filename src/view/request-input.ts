import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import { INPUT } from './inputs.js';
import { choosable, MAX_REASON } from './request-modal.js';
import { words } from './words/words.js';

/** `view.state.values` of a submitted dialog, as far as it is read here. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, InputValue>>>>;
type InputValue = {
  readonly value?: string | null;
  readonly selected_option?: { readonly value: string } | null;
};

/** What the person filled in, or what is wrong with it by block id, as `response_action: errors` takes it. */
export type ParsedRequest =
  | { readonly ok: true; readonly severity: string; readonly reason: string; readonly impact: string }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** Reads the submitted request dialog strictly. */
export function parseRequest(values: StateValues, system: System, language: Language): ParsedRequest {
  const { modal } = words(language);
  const severity = chosen(values, 'severity');
  const [reason, impact] = [typed(values, 'reason'), typed(values, 'impact')];
  const problems: Record<string, string> = {};
  if (!choosable(system).some(({ key }) => key === severity)) problems.severity = modal.chooseSeverity;
  for (const [id, text] of Object.entries({ reason, impact })) {
    if (text === '') problems[id] = modal.required;
    else if (text.length > MAX_REASON) problems[id] = modal.tooLong(MAX_REASON);
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, severity, reason, impact };
}

function chosen(values: StateValues, id: string): string {
  return values[id]?.[INPUT]?.selected_option?.value ?? '';
}

function typed(values: StateValues, id: string): string {
  return (values[id]?.[INPUT]?.value ?? '').trim();
}
