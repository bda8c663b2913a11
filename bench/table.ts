import type { Finding } from './row.js';

/** The findings as a Markdown table. */
export function tableOf(findings: readonly Finding[]): string {
  const lines = findings.map(({ budget, measured, target, isWithin }) => [
    budget,
    measured,
    target,
    verdictOf(isWithin),
  ]);
  const rows = [['budget', 'measured', 'target', ''], ['---', '---', '---', '---'], ...lines];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function verdictOf(isWithin: boolean | undefined): string {
  if (isWithin === undefined) return '';
  return isWithin ? 'ok' : '**over**';
}
