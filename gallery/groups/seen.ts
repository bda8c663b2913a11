import type { FailureCode } from '../../src/domain/failure.js';
import { planInvalid } from '../../src/view/plan-problem.js';
import { problem } from '../../src/view/problem.js';
import { systemOf } from '../bound-systems.js';
import { type Entry, type Group, messageEntry } from '../entry.js';
import { answered, play, requested } from '../events.js';
import { ofRun, type Tale } from '../from-run.js';
import { requestFor } from '../requests.js';
import { spoilt } from '../spoilt-plan.js';
import { UNUSABLE } from './problems.js';

/** What checks note, as the journal holds it. */
const EVIDENCE: readonly string[] = [
  'exit 1\ncurl: (7) Failed to connect to 127.0.0.1 port 5000',
  'exit 0\n{"flags": []}\n∌ "diagnosis_v2_enabled"',
  'timed-out\nreading the log …',
  'cancelled',
  'GET /api/health → 200 not JSON: <html>',
  'POST /api/login → 200 no TOKEN in {"code": 1}',
  'GET /api/health → 200 status = missing ≠ "healthy"',
  'GET /api/health → 503 ≠ 200',
  'GET / → 200 ∋ "登录", ∌ "502"',
  'GET / → 200 ∌ "登录": <title>Welcome to nginx!</title>',
  'GET / → 200 ∌ "登录" in the first 1048576 B',
  ...UNUSABLE.map((why) => `/data/backups: 0 / 1\nb.db: ${why}`),
];

/** Technical words of failures, as the journal and the adapters hold them. */
const DETAILS: readonly (readonly [code: FailureCode, detail: string])[] = [
  ['http.unreachable', 'no whole answer within 5000 ms'],
  ['host.command-failed', 'the directory holds too many entries'],
  ['host.command-failed', 'the listing is cut'],
  ['host.command-failed', 'the listing cannot be read'],
  ['host.command-failed', 'no claim on the host'],
  ['host.command-failed', 'cancelled before it started'],
  ['ssh.host-key-changed', 'the key is revoked'],
  ['ssh.host-key-changed', 'a key of another kind'],
  ['target.changed', 'app is not in the inventory'],
  ['journal.busy', 'another writer was first'],
  ['person.unverified', 'rate limited for 2000 ms'],
  ['ssh.unreachable', 'the connection was lost'],
  ['ssh.unreachable', 'the host opened no channel in time'],
  ['ssh.unreachable', 'connecting took too long'],
  ['secret.missing', 'the inventory does not name it'],
  ['secret.missing', 'the environment variable ADMIN_KEY is not set'],
  ['secret.missing', './admin-key does not exist; write the secret into it, for this account alone'],
  ['secret.missing', './admin-key cannot be read by backout; run: chown backout ./admin-key'],
  ['secret.missing', './admin-key is not a file'],
  ['secret.missing', 'everybody on this machine may read or write it; run: chmod 600 ./admin-key'],
  ['secret.missing', './admin-key is larger than 64 KiB'],
  ['secret.missing', 'it is empty'],
  ['secret.missing', 'it is shorter than 8 characters'],
  ['ssh.key-unusable', 'it belongs to another user'],
  ['ssh.key-unusable', 'mode 644: others may read it; chmod 600'],
  ['host.command-failed', 'answer: busy'],
  ['host.command-failed', 'result: half'],
  ['backup.unusable', 'no such file: /data/backups/b.db'],
  ['backup.unusable', 'no such directory: /home/user/backups/b'],
  ['backup.unusable', 'no such tag: v1.0.0'],
  ['backup.unusable', 'cannot read /data/backups/b.db'],
  ['ssh.key-unusable', "ENOENT: no such file or directory, open './keys/id_ed25519'"],
  ['ssh.key-unusable', "EACCES: permission denied, open './keys/id_ed25519'"],
  ['host.unsuitable', 'the host lacks setsid, flock'],
  ['host.unsuitable', "printf is no builtin of this host's sh"],
  ['host.unsuitable', 'no directory in memory for secrets'],
  ['host.unsuitable', 'HOME is no directory'],
  ['host.unsuitable', '/home/deploy/.backout cannot be written'],
  ['host.unsuitable', '/run/backout.lock cannot be removed'],
  ['host.unsuitable', '/home/deploy/.backout is not a writable directory of this user'],
  ['host.unsuitable', 'the disk of /home/deploy has only 512 kB left'],
  ['host.unsuitable', 'systemd-logind ends all processes of deploy at logout (KillUserProcesses=yes)'],
  ['host.unsuitable', 'the supervisor could not start'],
  ['host.unsuitable', 'the script or its secrets found no room, or its shell was ended before its turn'],
  ['host.unsuitable', 'the script or its secrets found no room'],
  ['host.unsuitable', 'install util-linux or busybox'],
  ['host.unsuitable', 'make sh dash, bash or busybox'],
  ['host.unsuitable', 'mount a tmpfs on /dev/shm or set BACKOUT_SECRETS_DIR'],
  ['host.unsuitable', 'give the user a home directory'],
  ['host.unsuitable', 'free space'],
  ['host.unsuitable', 'look at free space and process limits'],
  ['host.unsuitable', 'look at process limits, memory and /bin/sh'],
  ['host.unsuitable', 'make the home directory writable'],
  ['host.unsuitable', 'remove it or give it to the user'],
  ['host.unsuitable', 'remove it by hand'],
  ['ssh.unreachable', 'no answer in time'],
  ['ssh.host-key-unknown', 'the host hung up'],
  ['ssh.unreachable', "the host's shell ended with 127 and no answer: sh: not found"],
  ['host.command-failed', 'still runs: checkout'],
  ['host.command-failed', 'mismatch the token is claimed by a different script|judge the step by hand'],
  ['host.fenced', 'fenced epoch 7 was here|stop this bot'],
  ['input.invalid', 'a reason is missing'],
  ['input.invalid', 'there is a file of this name already'],
  ['port.unusable', 'somebody answers there already'],
  ['input.invalid', 'the bot ended before it had answered'],
  ['journal.busy', 'another Backout opened it at the same moment'],
  ['input.invalid', 'run 20261120-7kq2m has 12 events'],
  ['host.unsuitable', 'set KillExcludeUsers=root deploy in /etc/systemd/logind.conf and restart systemd-logind'],
];

/** Slips of which each is told in other words. */
const SLIPS: readonly (readonly [from: string, to: string])[] = [
  ['    budget: 1m', '    budgte: 1m'],
  ['cites: [S2.26, S2.27]', 'colour: red'],
  ['deciders: [cto, tech-director]', 'deciders: cto'],
  ['effect: reversible', 'effect: maybe'],
  ['version: 1.0.0', 'version: 1.0'],
  ['minBytes: 1', 'minBytes: 1KB'],
  ['retry: { times: 3, every: 1s }', 'retry: 3'],
  ['directory: BACKUP_DIR', 'directory: /data/backups'],
  ['deadline: 20s', 'deadline: 20'],
  ['validFor: 15m', 'validFor: 0s'],
  ['freshWithin: 24h', 'freshWithin: 24'],
  ['get: /api/version', 'get: http://api/version'],
  ['diagnosis_{timestamp}.db', 'diagnosis.db'],
  ['YYYYMMDD_HHmmss', 'YYYYMMDDHHMMSS'],
];
/** One slip that breaks the file, or a name in it: each hides what else is wrong. */
const ALONE: typeof SLIPS = [
  ['deciders: [cto,', 'deciders: [ceo,'],
  ['- id: read-flags-back', '- id: disable-v2-flags'],
  ['target: app', 'target: ap'],
  ['version: 1.0.0', 'version：1.0.0'],
  ['version: 1.0.0', 'version: 1.0.0\nversion: 1.0.1'],
  ['approval: { validFor', 'approval: { { validFor'],
];
/** A message shows so many. */
const LINES_EACH = 5;

/** What was seen, and the facts behind a problem. */
export const seenGroup: Group = {
  id: 'seen',
  title: 'What was seen',
  entries: [...cards(), ...DETAILS.map(([code, detail]) => behind(code, detail)), ...planLines()],
};

/** As many to a card as scheme A has pre-checks. */
function cards(): readonly Entry[] {
  const each = requestFor('wechat-backend', 'a', 'en').scheme.prechecks.length;
  return Array.from({ length: Math.ceil(EVIDENCE.length / each) }, (_, card) =>
    ofRun(seeing(EVIDENCE.slice(card * each, (card + 1) * each)), {
      ...{ name: `What pre-checks saw (${card + 1})`, when: 'a check did not pass' },
    }),
  );
}

function seeing(evidence: readonly string[]): Tale {
  return (language) => {
    const request = requestFor('wechat-backend', 'a', language);
    const ids = request.scheme.prechecks.map(({ id }) => id);
    return play(
      requested(request),
      ...evidence.map((seen, index) => answered('preflight', ids[index] ?? '', 'fail', seen)),
    );
  };
}

function behind(code: FailureCode, detail: string): Entry {
  return messageEntry('only-you', `${code}: ${detail}`, 'that is the fact behind it', (language) =>
    problem(
      { code, at: AT[code] ?? '10.0.0.5:22', detail, facts: code === 'backup.unusable' ? { why: 'unreadable' } : {} },
      language,
    ),
  );
}

function planLines(): readonly Entry[] {
  const told = [...spoilt(...SLIPS), ...ALONE.flatMap((slip) => spoilt(slip))];
  return Array.from({ length: Math.ceil(told.length / LINES_EACH) }, (_, part) =>
    messageEntry('channel', `Plan file invalid (${part + 1})`, 'a plan file was edited', (language) => {
      const lines = told.slice(part * LINES_EACH, (part + 1) * LINES_EACH);
      return planInvalid(systemOf('wechat-backend', language).plan, lines, language);
    }),
  );
}

const AT: Partial<Readonly<Record<FailureCode, string>>> = {
  'secret.missing': 'ADMIN_KEY',
  'target.changed': 'app',
  'journal.busy': 'data/backout.db',
  'http.unreachable': 'http://10.0.0.5:5000/api/health',
  'ssh.key-unusable': './id_ed25519',
  'backup.unusable': 'b.db',
};
