import { expect, test } from 'vitest';
import type { HttpCheck } from '../../src/domain/check.js';
import { checkParts } from '../../src/view/print-checks.js';
import { s2Plan } from '../helpers/plan.js';

const once = { times: 1, every: 0 };
const home: HttpCheck = {
  ...{ id: 'home', title: 'Home', weight: 'required', area: 'service', retry: once, cites: [] },
  ...{ kind: 'http', base: 'API', writes: false, deadline: 5_000 },
  requests: [
    {
      ...{ method: 'GET', path: '/', headers: {}, status: 200, json: {}, save: {}, retry: once },
      ...{ contains: '登录', lacks: 'a `b`' },
    },
  ],
};

test.each([
  ['zh-CN', '预期：HTTP 200；返回内容中有 `登录`；返回内容中没有 `` a `b` ``。'],
  ['en', 'Expected: HTTP 200; the answer has `登录` in it; the answer has no `` a `b` `` in it.'],
] as const)('a page is printed with what it must hold and lack, in %s', (language, expected) => {
  const plan = s2Plan();
  const [scheme] = plan.schemes;
  if (!scheme) throw new Error('S2 has schemes');
  expect(checkParts(home, '', { plan, scheme, language })).toContain(expected);
});
