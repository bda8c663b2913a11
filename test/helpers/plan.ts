import { readFileSync } from 'node:fs';
import type { Plan } from '../../src/domain/plan.js';
import { readPlan } from '../../src/plan/read-plan.js';

/** A plan of the WeChat backend (S2) with scheme A alone, for tests that break it on purpose. */
export const s2Text = readFileSync(new URL('./wechat-scheme-a.yaml', import.meta.url), 'utf8');

/** The same plan as the product reads it. */
export function s2Plan(): Plan {
  read ??= readS2();
  return read;
}

let read: Plan | undefined;

function readS2(): Plan {
  const reading = readPlan(s2Text, 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}
