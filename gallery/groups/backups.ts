import type { DirectoryEntry } from '../../src/domain/backup.js';
import type { Language } from '../../src/domain/text.js';
import { backupDetails } from '../../src/view/backup-details.js';
import { type BackupReader, backupList } from '../../src/view/backup-list.js';
import type { Message } from '../../src/view/surface.js';
import { CHANNELS, type SystemName, systemOf } from '../bound-systems.js';
import { apart } from '../engines.js';
import { type Group, messageEntry } from '../entry.js';
import { backupsOf } from '../found-backups.js';
import { shopBackups, shopSystem } from '../set-backups.js';
import { typed } from '../typed.js';

const engine = apart();
const site = CHANNELS.meiyueart;
const down = apart({ look: () => ({ code: 'ssh.unreachable', at: '10.0.0.5:22', detail: 'connect ETIMEDOUT' }) });

/** What there is to return to. */
export const backupsGroup: Group = {
  id: 'backups',
  title: 'Asking: backups',
  entries: [
    typed({ name: 'Asking', when: 'until the hosts answer', text: 'list-backups', engine, meanwhile: true }),
    typed({ name: 'Files and tags', when: '/rollback list-backups', text: 'list-backups', engine }),
    typed({ name: 'Folders', when: '/rollback list-backups', text: 'list-backups', engine, channel: site }),
    messageEntry('channel', 'Shared', '“Share with the channel” was pressed', (language) =>
      listOf('wechat-backend', language, { shared: true }),
    ),
    messageEntry('only-you', 'Second page', '“Older” was pressed', (language) =>
      listOf('wechat-backend', language, { page: { source: 'database', number: 1 } }),
    ),
    messageEntry('only-you', 'Folder empty', 'nothing lies there', (language) => listOf('meiyueart', language, {}, [])),
    messageEntry('only-you', 'None usable', 'all that is there lacks something', (language) =>
      listOf('meiyueart', language, {}, [{ name: '20261119_230000', kind: 'directory', bytes: 4_096, contents: [] }]),
    ),
    messageEntry('only-you', 'One host silent', 'one of two sources does not answer', partlySilent),
    typed({ name: 'All hosts silent', when: 'no source answers', text: 'list-backups', engine: down }),
    messageEntry('only-you', 'None declared', 'the plan names no backups', undeclared),
    messageEntry('only-you', 'Tags, one checked out', 'its repository stands at it', checkedOut),
    messageEntry('only-you', 'Details', '“Details” was pressed', (language) => details(language, '20261120_020000')),
    messageEntry('only-you', 'Details, incomplete', 'something is missing in it', (language) =>
      details(language, '20261119_230000'),
    ),
    messageEntry('only-you', 'Details, odd contents', 'links and the like are in it', oddDetails),
    messageEntry('only-you', 'Sets', 'versions of several parts, three of them lacking one', shopSets),
    messageEntry('only-you', 'Details of a set', '“Details” was pressed', (language) =>
      shopDetails(language, '1.10.0'),
    ),
    messageEntry('only-you', 'Details of a set, incomplete', 'a part is missing', (language) =>
      shopDetails(language, '1.2.0'),
    ),
    messageEntry('only-you', 'Details of a set, a dump cut off', 'the plan’s script cannot read a part', (language) =>
      shopDetails(language, '1.9.0'),
    ),
    messageEntry('only-you', 'Details of a set, unread', 'the listing did not read its dump', (language) =>
      shopDetails(language, '1.0.0'),
    ),
    messageEntry('only-you', 'Minutes old', 'it was made just before', (language) =>
      listOf('wechat-backend', language, {}, [
        { name: 'diagnosis_20261120_024800.db', kind: 'file', bytes: 12_582_912 },
      ]),
    ),
    messageEntry('only-you', 'Too small', 'smaller than the plan demands', tooSmall),
  ],
};

type Found = readonly Omit<DirectoryEntry, 'modifiedAt'>[];

function listOf(name: SystemName, language: Language, reading: Partial<BackupReader>, found?: Found): Message {
  const system = systemOf(name, language);
  const lists = system.plan.backups.map((source) => backupsOf(system, source.name, found));
  return backupList(
    lists.map((list) => ({ source: list.source, list })),
    { system, language, ...reading },
  );
}

function checkedOut(language: Language): Message {
  const system = systemOf('wechat-backend', language);
  const tags = ['v2.0.0-phase1', 'v1.0.0', 'v0.9.0'].map(
    (name) => ({ name, kind: 'other', bytes: 0, isDeployed: name === 'v1.0.0' }) as const,
  );
  const list = backupsOf(system, 'release', tags);
  return backupList([{ source: list.source, list }], { system, language });
}

function shopSets(language: Language): Message {
  const system = shopSystem(language);
  const list = shopBackups(system);
  return backupList([{ source: list.source, list }], { system, language });
}

function shopDetails(language: Language, version: string): Message {
  const system = shopSystem(language);
  const shown = backupDetails(shopBackups(system), version, { system, language });
  if (!shown) throw new Error(`no version ${version}`);
  return shown;
}

function partlySilent(language: Language): Message {
  const system = systemOf('wechat-backend', language);
  const [database, release] = system.plan.backups;
  if (!database || !release) throw new Error('the WeChat backend has two sources');
  const failure = { code: 'host.command-failed', at: '10.0.0.5', detail: 'not a git repository' } as const;
  const list = backupsOf(system, database.name);
  return backupList(
    [
      { source: database, list },
      { source: release, failure },
    ],
    { system, language },
  );
}

function undeclared(language: Language): Message {
  const system = systemOf('meiyueart', language);
  return backupList([], { system: { ...system, plan: { ...system.plan, backups: [] } }, language });
}

function details(language: Language, name: string, found?: Found): Message {
  const system = systemOf('meiyueart', language);
  const shown = backupDetails(backupsOf(system, 'files', found), name, { system, language });
  if (!shown) throw new Error(`no backup ${name}`);
  return shown;
}

function oddDetails(language: Language): Message {
  const contents = [
    { name: 'user_system.py', kind: 'file', bytes: 11_310 },
    { name: 'change_password.py', kind: 'link', bytes: 20 },
    { name: '__pycache__', kind: 'directory', bytes: 4_096 },
    { name: 'socket', kind: 'other', bytes: 0 },
  ] as const;
  return details(language, '20261120_020000', [{ name: '20261120_020000', kind: 'directory', bytes: 4_096, contents }]);
}

function tooSmall(language: Language): Message {
  const system = systemOf('wechat-backend', language);
  const list = backupsOf(system, 'database', [{ name: 'diagnosis_20261120_000000.db', kind: 'file', bytes: 100 }]);
  const source = { ...list.source, minBytes: 1_000_000 };
  const judged = backupsOf({ ...system, plan: { ...system.plan, backups: [source] } }, 'database', [
    { name: 'diagnosis_20261120_000000.db', kind: 'file', bytes: 100 },
  ]);
  return backupList([{ source, list: judged }], { system, language });
}
