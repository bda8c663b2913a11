import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { inReadingStep, refuses, texts } from './broken-copies.js';

const step = 'schemes.a.steps[1]';

it('is a title and a script that only looks, for half a minute when nothing else is said', () => {
  const [from, to] = inReadingStep('when: { title: it is sick, run: "! curl -fsS localhost" }');
  const read = readPlan(
    texts.wechat.replace(from, () => to),
    'x',
  );
  const condition = read.ok ? read.plan.schemes[0]?.steps[1]?.when : read;
  expect(condition).toEqual({ title: 'it is sick', run: '! curl -fsS localhost', deadline: 30_000 });
});

describe('a condition', () => {
  refuses('wechat', {
    'says nothing to people': [...inReadingStep('when: { run: "true" }'), `${step}.when.title:`],
    'asks for what nobody declares': [
      ...inReadingStep(`when: { title: sick, run: 'test -e "$APP_DIRR"' }`),
      `${step}.when.run: there is no variable APP_DIRR; write $APP_DIR`,
    ],
    'takes an HTTP error for an answer': [
      ...inReadingStep('when: { title: sick, run: "curl http://127.0.0.1/health" }'),
      `${step}.when.run: curl calls an HTTP error a success; add -f, e.g. curl -fsS`,
    ],
    'wants a secret': [
      ...inReadingStep(`when: { title: sick, run: 'test -s "$ADMIN_KEY_FILE"' }`),
      `${step}.when.run: $ADMIN_KEY_FILE is not given`,
    ],
    'has a key of its own': [...inReadingStep('when: { title: sick, run: "true", unless: x }'), `${step}.when.unless:`],
  });
});
