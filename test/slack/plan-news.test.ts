import { afterEach, expect, it } from 'vitest';
import { type Bilingual, both } from '../../src/domain/text.js';
import type { PlanProblem } from '../../src/engine/ports.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

function editable() {
  let problems: readonly PlanProblem[] = [];
  let tell = () => {};
  return {
    catalog: {
      problems: () => problems,
      subscribe(listener: () => void) {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
    },
    edit(lines?: readonly Bilingual[]) {
      problems = lines ? [{ system: 'wechat-backend', lines }] : [];
      tell();
    },
  };
}

it('tells the channel once that a plan file is not valid, and once that it is again', async () => {
  const { catalog, edit } = editable();
  theatre = await stage({ engine: fakeEngine(), catalog });
  const { people } = theatre;
  const wrong = both('x.yaml:12:3 unknown key <!channel>', 'x.yaml:12:3 没有 <!channel> 这个键');
  edit([wrong]);
  edit([wrong]);
  const told = await people.waitForMessage('李四', INCIDENT, '无效');
  expect(told.plain).toContain('x.yaml:12:3 没有 <!channel> 这个键');
  expect(told.plain).toContain('继续使用上次有效的版本 1.0.0');
  edit();
  await people.waitForMessage('李四', INCIDENT, '已恢复有效');
  expect(await people.messages('李四', INCIDENT)).toHaveLength(2);
});

it('says other mistakes of a further edit, and nothing after the end', async () => {
  const { catalog, edit } = editable();
  theatre = await stage({ engine: fakeEngine(), catalog });
  edit([both('one', '一')]);
  edit([both('two', '二')]);
  await theatre.people.waitForMessage('李四', INCIDENT, '二');
  await theatre.app.stop();
  edit([both('three', '三')]);
  expect(await theatre.people.messages('李四', INCIDENT)).toHaveLength(2);
});
