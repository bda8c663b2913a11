import { FAILURE_CODES, type Failure, type FailureCode } from '../../src/domain/failure.js';
import { type Language, say } from '../../src/domain/text.js';
import { problem } from '../../src/view/problem.js';
import { systemOf } from '../bound-systems.js';
import { type Entry, type Group, messageEntry } from '../entry.js';

type Facts = (language: Language) => Omit<Failure, 'code'>;

const run = '20261120-7kq2m';
const host = { at: '10.0.0.5:22' };
const roles =
  (...names: readonly string[]): Facts =>
  (language) => {
    const { plan } = systemOf('wechat-backend', language);
    return { at: run, facts: { roles: names.map((name) => say(plan.roles[name] ?? name, language)).join(',') } };
  };

/** What stands in each problem; those left out are about the run. */
const ABOUT: Partial<Readonly<Record<FailureCode, Omit<Failure, 'code'> | Facts>>> = {
  'ssh.unreachable': { ...host, detail: 'connect ETIMEDOUT 10.0.0.5:22' },
  'ssh.auth-refused': { ...host, detail: 'All configured authentication methods failed' },
  'ssh.host-key-unknown': { ...host, facts: { fingerprint: 'SHA256:3Vq6p1n0bJ8WqkzjGxv3J2pHqPp0v5o0rY1nJxq2hZ4' } },
  'ssh.host-key-changed': {
    ...host,
    facts: {
      expected: 'SHA256:3Vq6p1n0bJ8WqkzjGxv3J2pHqPp0v5o0rY1nJxq2hZ4',
      presented: 'SHA256:9aYk2mX7fQe1Zb4tLr8Ns5Vu0Wc3Hd6Jg2Po1Ki7Mn5E',
    },
  },
  'ssh.key-unusable': { at: './id_ed25519', detail: 'bad permissions' },
  'host.unsuitable': { ...host, detail: 'setsid: not found', facts: { fix: 'apt install util-linux' } },
  'host.command-failed': { ...host, detail: 'exit 2', facts: { directory: '/data/backups' } },
  'host.locked': { ...host, facts: { run, by: '李四', reason: 'P0', since: '1795115528000' } },
  'run.claimed': { at: run, facts: { by: 'U0LI4' } },
  'step.running': { at: 'restart' },
  'undo.later-run': { at: run, facts: { run: '20261120-9xw4c' } },
  'host.fenced': host,
  'target.unknown': { at: 'app' },
  'target.changed': { at: 'app' },
  'secret.missing': { at: 'ADMIN_KEY', detail: './admin-key: ENOENT' },
  'slack.other-team': { at: 'T0OTHER', facts: { team: 'T0BACKOUT' } },
  'http.unreachable': { at: 'http://10.0.0.5:5000/api/health', detail: 'connect ECONNREFUSED' },
  'plan.unknown': { at: 'shop' },
  'scheme.unknown': { at: 'x' },
  'severity.unknown': { at: 'P9' },
  'severity.observe-only': { at: 'P2' },
  'run.busy': { at: 'wechat-backend', facts: { run, by: 'U0LI4', reason: 'P0' } },
  'run.not-allowed': roles('cto', 'tech-director'),
  'request.not-allowed': (language) => ({ ...roles('ops-lead', 'cto')(language), at: 'wechat-backend' }),
  'approval.not-decider': roles('cto', 'tech-director'),
  'approval.already-decided': { at: run, facts: { by: 'U0ZHANG3', verdict: 'approved' } },
  'role.unverified': { at: 'S0BACKEND' },
  'run.orphaned': { at: run, facts: { system: 'wechat-backend' } },
  'journal.damaged': { at: 'data/backout.db' },
  'backup.unknown': { at: 'diagnosis_20261120_000000.db' },
  'backup.missing': (language) => ({ at: language === 'en' ? 'Diagnosis database' : '诊断数据库' }),
  'checklist.open': (language) => ({
    at: run,
    facts: { items: language === 'en' ? 'The problem needs a rollback' : '确认需要回滚的问题' },
  }),
  'check.closed': (language) => ({ at: language === 'en' ? 'Support hears of no trouble' : '客服无异常反馈' }),
  'input.invalid': (language) => ({ at: language === 'en' ? 'Reason' : '原因' }),
};

/** Why a backup cannot be restored. */
export const UNUSABLE = [
  'empty',
  'too-small',
  'incomplete',
  'stale',
  'safety-copy',
  'wrong-kind',
  'in-the-future',
  'closed',
  'unreadable',
];

/** Every failure code in words. */
export const problemsGroup: Group = {
  id: 'problems',
  title: 'Problems',
  entries: [
    ...FAILURE_CODES.filter((code) => code !== 'backup.unusable').map((code) =>
      entry(code, ABOUT[code] ?? { at: run }),
    ),
    ...UNUSABLE.map((why) =>
      entry('backup.unusable', { at: 'diagnosis_20261120_000000.db', facts: { why, seen: '100 B' } }, why),
    ),
    entry('run.not-allowed', { at: run }, 'no roles known'),
    entry('request.not-allowed', { at: 'wechat-backend' }, 'no roles known'),
    entry('approval.not-decider', { at: run }, 'no roles known'),
    entry('run.busy', { at: 'wechat-backend' }, 'nobody known'),
    entry('approval.already-decided', { at: run, facts: { by: 'U0ZHANG3', verdict: 'rejected' } }, 'rejected'),
    entry('run.closed', { at: run, facts: { outcome: 'succeeded' } }, 'with its outcome'),
  ],
};

function entry(code: FailureCode, about: Omit<Failure, 'code'> | Facts, of = ''): Entry {
  const name = of === '' ? code : `${code}: ${of}`;
  return messageEntry('only-you', name, 'it is refused or goes wrong', (language) =>
    problem({ code, ...(typeof about === 'function' ? about(language) : about) }, language),
  );
}
