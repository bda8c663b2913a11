import { afterEach, expect, it } from 'vitest';
import { failed, ok, type Result } from '../../src/domain/result.js';
import type { RunState } from '../../src/run/state.js';
import { runs } from '../helpers/state.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

/** Presses the button of an unknown step; returns how to let the host answer. */
async function askAgain(): Promise<(answer: Result<RunState>) => void> {
  let answer: (answer: Result<RunState>) => void = () => {};
  const answered = new Promise<Result<RunState>>((resolve) => {
    answer = resolve;
  });
  theatre = await stage({ engine: fakeEngine({ askAgain: () => answered }) });
  theatre.show(runs.needsHuman());
  await theatre.people.waitForMessage('赵六', INCIDENT, '[再问主机');
  await theatre.people.click('赵六', '再问主机', { confirm: true });
  return answer;
}

const told = async (words: string) => {
  const message = await theatre.people.waitForMessage('赵六', INCIDENT, words);
  expect(message).toMatchObject({ isEphemeral: true });
  return message.plain;
};

it('says that the host is being asked, and what it answered', async () => {
  const answer = await askAgain();
  await told('正在询问主机');
  answer(ok(runs.succeeded()));
  expect(await told('主机已答复')).toContain('第 1/2 步「关闭所有 v2 功能开关」：完成');
});

it('says that the step is still unknown', async () => {
  const answer = await askAgain();
  await told('正在询问主机');
  answer(ok(runs.needsHuman()));
  expect(await told('仍然未知')).toContain('第 1/2 步「关闭所有 v2 功能开关」');
});

it('says why the host was not asked', async () => {
  const answer = await askAgain();
  answer(failed({ code: 'request.not-allowed', at: 'wechat-backend' }));
  await told('⚠️');
});
