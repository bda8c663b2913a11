import { commands } from '../../commands/index.js';
import type { Language } from '../../src/domain/text.js';
import type { DutyKind } from '../../src/run/duties.js';
import type { RunState } from '../../src/run/state.js';
import { contactsMessage } from '../../src/view/contacts.js';
import { help } from '../../src/view/help.js';
import { drawnAt, home, refusedHome } from '../../src/view/home/home.js';
import { homeDialog } from '../../src/view/home/home-dialog.js';
import type { HomeSeen, SystemSeen } from '../../src/view/home/home-seen.js';
import { systemOf } from '../bound-systems.js';
import { dialogEntry, type Entry, type Group } from '../entry.js';
import { T0 } from '../events.js';
import { backupsOf } from '../found-backups.js';
import { asked, renamed } from '../renamed.js';
import { spoilt } from '../spoilt-plan.js';
import { personAsked } from '../tales/by-hand.js';
import { checksFailed, partial, succeeded, succeededRestore } from '../tales/ended.js';
import { asking, awaiting, running, stopping, ticking } from '../tales/opened.js';
import { unknownStep } from '../tales/unknown.js';

const link = 'https://backout.slack.com/archives/C0INCIDENT/p1763579000000100';

/** App Home, as different people see it. */
export const homeGroup: Group = {
  id: 'home',
  title: 'App Home',
  entries: [
    homeEntry('Quiet', 'nothing waits, nothing runs', () => ({})),
    homeEntry('First look', 'the hosts are being asked', (language) => ({ systems: [unasked(language)] })),
    homeEntry('Much to do', 'something of each kind waits', (language) => ({
      duties: [
        duty('decide', awaiting(language), 0),
        duty('decide', ticking(language), 1),
        duty('tick', ticking(language), 2),
        duty('answer', asking(language), 3),
        duty('settle', unknownStep({})(language), 4),
        duty('complete', succeededRestore(language), 5),
      ],
    })),
    homeEntry('One check', 'one check waits', (language) => ({
      duties: [duty('answer', asked(asking(language), 1), 0)],
    })),
    homeEntry('One step', 'a step waits for a person', (language) => ({
      duties: [duty('answer', personAsked(language), 0)],
    })),
    homeEntry('Runs', 'rollbacks run, and some ended', (language) => ({
      active: [running, awaiting, stopping, unknownStep({}), closing, asking, running, running].map((tale, index) =>
        renamed(tale(language), index),
      ),
      ended: [succeeded, partial, checksFailed].map((tale, index) => renamed(tale(language), index)),
    })),
    homeEntry('Trouble with backups', 'old, missing, silent; a plan file is invalid', (language) => ({
      systems: troubled(language),
      problems: [{ system: 'wechat-backend', lines: spoilt(['target: app', 'target: apq']) }],
    })),
    homeEntry('No system', 'the inventory binds none', () => ({ systems: [], hasSystems: false })),
    homeEntry('Other channels', 'somebody in no channel of a system opens it', () => ({ systems: [] })),
    dialogEntry('Commands', '“Commands” was pressed', commandsDialog),
    dialogEntry('Whom to call', '“Whom to call” was pressed', (language) =>
      homeDialog('contacts', contactsMessage(systemOf('wechat-backend', language), language), language),
    ),
    refused('Guest', 'a guest opens it', 'person.guest'),
    refused('Unknown person', 'Slack does not say who it is', 'person.unverified'),
  ],
};

function homeEntry(name: string, when: string, seen: (language: Language) => Partial<HomeSeen>): Entry {
  const show = (language: Language) => {
    const cards = new Map([['20261120-7kq2m', link]]);
    const now = T0 + 40_000;
    const empty = { language, now, duties: [], active: [], ended: [], problems: [], cards, hasSystems: true };
    const { blocks } = home({ ...empty, systems: [asSeen(language)], ...seen(language) });
    return { kind: 'home', blocks: [drawnAt(now, language), ...blocks] } as const;
  };
  return { name, when, where: 'home', show };
}

function refused(name: string, when: string, code: 'person.guest' | 'person.unverified'): Entry {
  const show = (language: Language) =>
    ({ kind: 'home', blocks: refusedHome({ code, at: 'U0GUEST' }, language).blocks }) as const;
  return { name, when, where: 'home', show };
}

function commandsDialog(language: Language) {
  const entries = commands.map(({ usage, aliases = [], summary }) => ({ usage, aliases, summary: summary[language] }));
  return homeDialog('help', help(entries, [], { language, door: 'slash' }), language);
}

function duty(kind: DutyKind, run: RunState, index: number) {
  return { kind, run: renamed(run, index) };
}

function closing(language: Language): RunState {
  return { ...succeeded(language), phase: 'closing' };
}

function unasked(language: Language): SystemSeen {
  return { system: systemOf('wechat-backend', language) };
}

function asSeen(language: Language): SystemSeen {
  const system = systemOf('wechat-backend', language);
  const listed = system.plan.backups.map(({ name }) => backupsOf(system, name));
  return { system, backups: { listed: listed.map((list) => ({ source: list.source, list })), at: T0 } };
}

/** A stale one, an unusable one, an empty folder, a silent host, and more sources than are shown. */
function troubled(language: Language): readonly SystemSeen[] {
  const { system } = asSeen(language);
  const site = systemOf('meiyueart', language);
  const [source] = site.plan.backups;
  if (!source) throw new Error('the site has a source');
  const look = (entries: Parameters<typeof backupsOf>[2]) => ({ source, list: backupsOf(site, 'files', entries) });
  const old = backupsOf(site, 'files').backups.find(({ isStale }) => isStale)?.name ?? '';
  const stale = look([{ name: old, kind: 'directory', bytes: 1, contents: whole }]);
  const failure = { code: 'ssh.unreachable', at: '10.0.0.6:22' } as const;
  const broken = look([{ name: '20261119_230000', kind: 'directory', bytes: 1, contents: [] }]);
  const listed = [stale, broken, look([]), { source, failure }, stale];
  const bare = { ...system, plan: { ...system.plan, name: 'wechat-backend', backups: [] } };
  return [
    { system: site, backups: { listed, at: T0 } },
    { system: bare, backups: { listed: [], at: T0 } },
  ];
}

const whole = ['user_system.py', 'change_password.py'].map((name) => ({ name, kind: 'file', bytes: 700 }) as const);
