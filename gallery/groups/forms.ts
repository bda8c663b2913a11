import { listFor } from '../../src/domain/backup-set.js';
import type { Language } from '../../src/domain/text.js';
import type { Offer } from '../../src/view/backup-input.js';
import { withTyped } from '../../src/view/note.js';
import { problem } from '../../src/view/problem.js';
import { parseRequest } from '../../src/view/request-input.js';
import { type Asked, requestModal, requestOpener } from '../../src/view/request-modal.js';
import type { StateValues } from '../../src/view/state-values.js';
import { words } from '../../src/view/words/words.js';
import { CHANNELS, type SystemName, systemOf } from '../bound-systems.js';
import { dialogEntry, type Group, messageEntry } from '../entry.js';
import { backupsOf } from '../found-backups.js';
import { requestFor } from '../requests.js';
import { shopBackups, shopSystem } from '../set-backups.js';

const incident = { channel: CHANNELS['wechat-backend'], thread: '1763579000.000100' };
const silent = { code: 'ssh.unreachable', at: '10.0.0.5:22' } as const;
const wechat: SystemName = 'wechat-backend';

/** The request dialog, and what comes of it when it cannot be taken. */
export const formsGroup: Group = {
  id: 'forms',
  title: 'Asking: the request',
  entries: [
    dialogEntry('Request', '/rollback scheme-a', (language) => modal(wechat, 'a', language, {})),
    dialogEntry('Request in an incident', 'the channel has a linked incident thread', (language) =>
      modal(wechat, 'a', language, { incident }),
    ),
    dialogEntry('Looking for backups', 'until the host answers', (language) => modal(wechat, 'c', language, {})),
    dialogEntry('With a backup to choose', 'the host has answered', (language) =>
      modal(wechat, 'c', language, { offer: listed(wechat, 'database', language) }),
    ),
    dialogEntry('The chosen backup is gone', 'it became unusable meanwhile', (language) =>
      modal(wechat, 'c', language, {
        offer: listed(wechat, 'database', language),
        backup: 'diagnosis_20261119_120000.db',
      }),
    ),
    dialogEntry('Old backups', 'older ones may be chosen', (language) =>
      modal('meiyueart', '2', language, { offer: listed('meiyueart', 'files', language) }),
    ),
    dialogEntry('What stands there is marked', 'its tag is checked out', shopCode),
    dialogEntry('More backups than fit', 'over a hundred of them', (language) =>
      modal(wechat, 'b', language, { offer: many(language) }),
    ),
    dialogEntry('The host is silent', 'the backups could not be looked up', (language) =>
      modal(wechat, 'c', language, { offer: { kind: 'failed', failure: silent } }),
    ),
    dialogEntry('No usable backup', 'there is nothing to return to', (language) =>
      modal('meiyueart', '2', language, {
        offer: { kind: 'listed', list: backupsOf(systemOf('meiyueart', language), 'files', USELESS) },
      }),
    ),
    dialogEntry('Request again', '“Request again” was pressed', (language) =>
      modal(wechat, 'a', language, { before: requestFor(wechat, 'a', language) }),
    ),
    dialogEntry(
      'Nothing filled in',
      'it was sent empty',
      (language) => modal(wechat, 'a', language, {}),
      (language) => wrong('a', language, {}),
    ),
    dialogEntry(
      'Too long, backup missing',
      'it was sent with too much text and no backup',
      (language) => modal(wechat, 'c', language, { offer: listed(wechat, 'database', language) }),
      (language) => wrong('c', language, { backup: {}, reason: { input: { value: '长'.repeat(600) } } }),
    ),
    dialogEntry(
      'Sent before the list was there',
      'the backups are still being looked up',
      (language) => modal(wechat, 'c', language, {}),
      (language) => wrong('c', language, {}),
    ),
    ...inPlace(),
    dialogEntry('No severity leads to a rollback', 'the plan only knows severities to watch', watchOnly),
    messageEntry('only-you', 'The button for the dialog', 'a dialog could not open by itself', (language) =>
      requestOpener(asked(wechat, 'a', language, {})),
    ),
    messageEntry(
      'only-you',
      'Refused, with what was typed',
      'it was refused after the dialog had closed',
      refusedWithTyped,
    ),
  ],
};

/** What is said in the dialog when the channel is not fit for a run. */
function inPlace() {
  const says = (name: string, when: string, key: 'notInvited' | 'sharedChannel' | 'unknownButton') =>
    dialogEntry(
      name,
      when,
      (language) => modal(wechat, 'a', language, {}),
      (language) => ({
        reason: words(language).slack[key],
      }),
    );
  return [
    says('Not invited', 'Backout is not in the channel', 'notInvited'),
    says('Shared channel', 'another organisation is in the channel', 'sharedChannel'),
    says('The scheme is gone', 'the plan changed while the dialog was open', 'unknownButton'),
  ];
}

function asked(name: SystemName, key: string, language: Language, more: Partial<Asked>): Asked {
  const system = systemOf(name, language);
  const scheme = system.plan.schemes.find((each) => each.key === key);
  if (!scheme) throw new Error(`${name} has no scheme ${key}`);
  return { system, scheme, channel: CHANNELS[name], language, ...more };
}

function modal(name: SystemName, key: string, language: Language, more: Partial<Asked>) {
  return requestModal(asked(name, key, language, more));
}

function listed(name: SystemName, source: string, language: Language): Offer {
  return { kind: 'listed', list: backupsOf(systemOf(name, language), source) };
}

const USELESS = [
  {
    name: '20261119_230000',
    kind: 'directory',
    bytes: 4_096,
    contents: [{ name: 'user_system.py', kind: 'file', bytes: 0 }],
  },
] as const;

function shopCode(language: Language) {
  const system = shopSystem(language);
  const scheme = system.plan.schemes.find(({ key }) => key === 'backend');
  if (!scheme) throw new Error('the shop has a scheme for its backend');
  const offer = { kind: 'listed', list: listFor(shopBackups(system), scheme.backup) } as const;
  return requestModal({ system, scheme, channel: CHANNELS[wechat], language, offer });
}

function many(language: Language): Offer {
  const tags = Array.from(
    { length: 120 },
    (_, number) => ({ name: `v1.${number}.0`, kind: 'file', bytes: 0 }) as const,
  );
  return { kind: 'listed', list: backupsOf(systemOf(wechat, language), 'release', tags) };
}

/** What the dialog says at its fields. */
function wrong(key: string, language: Language, values: StateValues): Readonly<Record<string, string>> {
  const { system, scheme } = asked(wechat, key, language, {});
  const parsed = parseRequest(values, { system, scheme }, language);
  if (parsed.ok) throw new Error('nothing is wrong with it');
  return parsed.problems;
}

function watchOnly(language: Language) {
  const one = asked(wechat, 'a', language, {});
  const severities = one.system.plan.severities.filter(({ action }) => action === 'observe');
  return requestModal({ ...one, system: { ...one.system, plan: { ...one.system.plan, severities } } });
}

function refusedWithTyped(language: Language) {
  const { reason, impact } = requestFor(wechat, 'a', language);
  const { run, colon } = words(language);
  const typed = [`${run.severity}${colon}P0`, `${run.reason}${colon}${reason}`, `${run.impact}${colon}${impact}`];
  const facts = { run: '20261120-7kq2m', by: 'U0LI4', reason };
  return withTyped(problem({ code: 'run.busy', at: wechat, facts }, language), typed, language);
}
