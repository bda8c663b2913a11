import { expect, it } from 'vitest';
import type { Step } from '../../src/domain/scheme.js';
import { plannedStep, undoStep } from '../../src/domain/undo-steps.js';
import { s2Request } from '../helpers/story.js';

const [first] = s2Request().scheme.steps as [Step, ...Step[]];
const side = { title: 'Put it back', run: 'cp b a', deadline: 5_000, cites: [] };
const { verify: _, snapshot: __, ...plain } = first;
const step: Step = {
  ...plain,
  ...{ id: 'move', directory: 'DIR', user: 'app', secrets: ['KEY'], inactivity: 1_000, repeat: 'converge' },
  ...{ snapshot: side, verify: { run: 'true', deadline: 1 }, undo: side },
};

it('is in the same place, as the same account, with the secrets, and without the silence deadline of its step', () => {
  expect(undoStep(step)).toEqual({
    ...{ id: 'move-undo', title: 'Put it back', run: 'cp b a', deadline: 5_000, cites: [], secrets: ['KEY'] },
    ...{ target: first.target, directory: 'DIR', user: 'app', environment: first.environment },
    ...{ effect: 'reversible', repeat: 'fenced' },
  });
  expect(undoStep({ ...step, repeat: 'once' })).toMatchObject({ repeat: 'once' });
});

it('is found by its id, beside the steps themselves', () => {
  const request = { scheme: { ...s2Request().scheme, steps: [plain, step] } };
  expect(plannedStep(request, 'move')).toBe(step);
  expect(plannedStep(request, 'move-undo')).toEqual(undoStep(step));
  expect(plannedStep(request, `${plain.id}-undo`)).toBeUndefined();
});
