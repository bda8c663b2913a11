import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { clocksText } from '../../src/view/clocks.js';
import { words } from '../../src/view/words/words.js';

test('the clocks of each severity of S4, in its own words', () => {
  const reading = readPlan(readFileSync(new URL('../../plans/points-app.yaml', import.meta.url), 'utf8'), 'x');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const told = (language: 'zh-CN' | 'en') =>
    reading.plan.severities.map((severity) => `${severity.key} ${clocksText(severity, words(language))}`);
  expect(told('zh-CN')).toEqual([
    'P0 15 分钟内响应；1 小时内恢复',
    'P1 30 分钟内响应；4 小时内恢复',
    'P2 2 小时内响应；24 小时内恢复',
    'P3 1 个工作日内响应；168 小时内恢复',
  ]);
  expect(told('en').at(-1)).toBe('P3 respond within 1 working day; be back within 168 h');
  expect(clocksText({ respondWithin: { workingDays: 3 } }, words('en'))).toBe('respond within 3 working days');
});
