import type { RunRequest } from '../../src/domain/request.js';
import type { Restore } from '../../src/domain/scheme.js';
import type { Language } from '../../src/domain/text.js';
import { PEOPLE } from '../bound-systems.js';
import { exited, play, requested, started, stepped, type Untimed, verified } from '../events.js';
import type { Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { toDecision, toStart } from './tale.js';

export const director = { by: PEOPLE.director.id, name: PEOPLE.director.name };
const ops = { by: PEOPLE.ops.id, name: PEOPLE.ops.name };
export const say = (language: Language, zh: string, en: string) => (language === 'en' ? en : zh);
export const NO_OUTPUT = { text: '', bytes: 0, cut: false };

/** What the documents' site would say that tells whether things are as before. */
function restoreOf({ scheme }: RunRequest, automatic: Restore['automatic']): Restore {
  const checks = scheme.checks.filter(({ kind }) => kind === 'command').slice(0, 2);
  const kept = scheme.checks.filter((check) => check.kind === 'command').slice(0, 1);
  return { automatic, checks, kept, cites: [] };
}

/** The restore of the site's files, with or without the order to undo it by itself. */
export function site(
  events: (request: RunRequest) => readonly Untimed[],
  automatic: Restore['automatic'] = [],
  changes = {},
): Tale {
  return (language) => {
    const whole = requestFor('meiyueart', '2', language, changes);
    const request = { ...whole, scheme: { ...whole.scheme, restore: restoreOf(whole, automatic) } };
    return play(requested(request), ...events(request));
  };
}

const SAVED = '/home/user/backups/before-20261120-7kq2m';
const SNAPSHOT = 'restore-user-system-snapshot';
export const BROKEN = 'restore-change-password';

/** Up to the step that puts back the second file; the first three only look or save. */
export const toBroken = (request: RunRequest): readonly Untimed[] => [
  ...toStart(request),
  ...stepped(request, 4).map((event) =>
    event.type === 'step.finished' && event.step === SNAPSHOT ? exited(SNAPSHOT, 0, `saved to ${SAVED}`) : event,
  ),
];
export const broken: readonly Untimed[] = [
  started(BROKEN),
  exited(BROKEN, 1, 'cp: cannot create regular file: No space left on device'),
];
export const toStopped = (request: RunRequest) => [...toBroken(request), ...broken];
export const unverified = (request: RunRequest) => [
  ...toStart(request),
  ...stepped(request),
  ...verified(request, { running: ['fail', 'lingzhi_admin_backend  FATAL  Exited too quickly'] }),
];
export const claim: Untimed = { type: 'run.claimed', ...director };
export const wish = ({ language }: RunRequest): Untimed => ({
  ...{ type: 'rerun.asked', step: BROKEN, ...ops },
  reason: say(language, '已腾出磁盘空间', 'The disk has room again'),
});

export const UNDO = 'restore-change-password-undo';
export const ordered: Untimed = { type: 'restore.started', cause: 'step' };
export const toUndo = (request: RunRequest) => [...toStopped(request), ordered];
export const undone = (request: RunRequest) => [...toUndo(request), ...ran(UNDO), ...ran('restore-user-system-undo')];
export const ran = (step: string): readonly Untimed[] => [started(step), exited(step, 0, '')];

/** A request whose plan orders the undo by itself, and does not say how the kept copy is seen. */
export const awaitingOrdered: Tale = (language) => {
  const whole = requestFor('meiyueart', '2', language);
  const restore = { ...restoreOf(whole, ['step', 'verification']), kept: [] };
  const request = { ...whole, scheme: { ...whole.scheme, restore } };
  return play(requested(request), ...toDecision(request));
};
