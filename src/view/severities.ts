import type { Plan, Severity } from '../domain/plan.js';
import { type Language, say } from '../domain/text.js';
import { clocksText } from './clocks.js';
import type { Line } from './rich-text.js';
import { schemeTitle } from './scene.js';
import { type Words, words } from './words/words.js';

/** Each severity of a plan: who decides and how soon, the scheme it names, and what people do first. */
export function severityLines(plan: Plan, language: Language): readonly Line[] {
  const w = words(language);
  return plan.severities.flatMap((severity) => [
    headLine(plan, severity, language, w),
    ...severity.instructions.map((text): Line => [`    • ${say(text, language)}`]),
  ]);
}

/** `P0 立即回滚：决策人：CTO 或 技术总监；5 分钟内响应；文档指定方案 A：特性开关回滚`. */
function headLine(plan: Plan, severity: Severity, language: Language, w: Words): Line {
  const { key, title, deciders, action } = severity;
  const roles = deciders.map((role) => say(plan.roles[role] ?? role, language)).join(w.or);
  const scheme = plan.schemes.find((each) => each.key === severity.scheme);
  const parts = [
    `${w.run.deciders}${w.colon}${roles}`,
    clocksText(severity, w),
    ...(scheme ? [w.choice.suggests(schemeTitle(scheme, language))] : []),
    ...(action === 'observe' ? [w.choice.observe] : []),
  ];
  return [{ bold: `${key} ${say(title, language)}` }, `${w.colon}${parts.join(w.semicolon)}`];
}

/** Whose signature the plan lacks (S2.103). */
export function unsignedText({ signOff, roles }: Plan, language: Language): string | undefined {
  const w = words(language);
  const open = signOff.filter(({ date }) => date === undefined);
  if (open.length === 0) return undefined;
  return w.choice.notSigned(open.map(({ role }) => say(roles[role] ?? role, language)).join(w.and));
}
