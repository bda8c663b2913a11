import { readFileSync } from 'node:fs';
import type { RunnerCall } from './upload.js';

const OFTEN = ['main'];
const ON_STEPS = [...OFTEN, 'claims', 'locks'];

/** How it begins comes first. */
function inPerl(...first: readonly string[]): readonly string[] {
  const parts = [...first, 'supervise', 'attend', 'claims', 'step', 'ready', 'guard', 'pump', 'files'];
  return parts.map((part) => `perl/${part}.pl`);
}

/** The parts of the runner that each call needs; an `ensure` brings the supervisor's along, in both languages. */
const PARTS: Readonly<
  Record<RunnerCall['mode'] | 'supervise' | 'supervise-in-perl' | 'begin-in-perl', readonly string[]>
> = {
  ensure: [...ON_STEPS, 'attend', 'orders', 'clean'],
  supervise: [...ON_STEPS, 'guard', 'ready', 'supervise'],
  'supervise-in-perl': inPerl('linux', 'orders'),
  'begin-in-perl': inPerl('hear', 'linux', 'begin'),
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
