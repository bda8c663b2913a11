import { readFileSync } from 'node:fs';
import type { RunnerCall } from './upload.js';

const OFTEN = ['main'];
const ON_STEPS = [...OFTEN, 'claims', 'locks'];

const IN_PERL = ['hear', 'linux', 'begin', 'supervise', 'attend', 'claims', 'step', 'ready', 'guard', 'pump', 'files'];

/** The parts of the runner that each call needs; an `ensure` brings the supervisor's along. Perl runs it alone, from end to end. */
const PARTS: Readonly<Record<RunnerCall['mode'] | 'supervise' | 'ensure-in-perl', readonly string[]>> = {
  ensure: [...ON_STEPS, 'attend', 'clean'],
  supervise: [...ON_STEPS, 'guard', 'ready', 'supervise'],
  'ensure-in-perl': IN_PERL.map((part) => `perl/${part}.pl`),
  ask: [...ON_STEPS, 'control'],
  cancel: [...ON_STEPS, 'control'],
  forbid: [...ON_STEPS, 'control'],
  observe: [...OFTEN, 'claims', 'guard', 'observe'],
  inspect: [...OFTEN, 'inspect'],
  unlock: [...OFTEN, 'locks'],
  locks: [...OFTEN, 'locks'],
};

/**
 * Without comments and indentation: they need not travel. A line that a quote runs over begins at its margin anyway. Nor does
 * `use strict`, which a host takes a millisecond to load for what our tests have found before.
 */
function read(part: string): string {
  const file = part.includes('.') ? part : `${part}.sh`;
  const text = readFileSync(new URL(`./runner/${file}`, import.meta.url), 'utf8');
  return text.replaceAll(/^(?: *#.*|use strict;)\n/gm, '').replaceAll(/^\s+/gm, '');
}

const texts = new Map([...new Set(Object.values(PARTS).flat())].map((part) => [part, read(part)]));

const programs = new Map(
  Object.entries(PARTS).map(([mode, parts]) => [mode, parts.map((part) => texts.get(part)).join('')]),
);

export function programOf(mode: keyof typeof PARTS): string {
  return programs.get(mode) ?? '';
}
