import type { FailureCode } from '../../src/domain/failure.js';
import { planInvalid } from '../../src/view/plan-problem.js';
import { problem } from '../../src/view/problem.js';
import { systemOf } from '../bound-systems.js';
import { type Entry, type Group, messageEntry } from '../entry.js';
import { answered, play, requested } from '../events.js';
import { ofRun, type Tale } from '../from-run.js';
import { requestFor } from '../requests.js';

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
  ...['empty', 'too-small', 'incomplete', 'stale', 'safety-copy', 'wrong-kind', 'in-the-future', 'unreadable'].map(
    (why) => `/data/backups: 0 / 1\nb.db: ${why}`,
  ),
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
];

/** What the check of a plan file says, as it prints it. */
const PLAN_LINES: readonly string[] = [
  'unknown key stpes; write steps',
  'unknown key colour; known here: title, steps, checks',
  'title is missing',
  'it must be a text',
  'it must be a number',
  'it must be true or false',
  'it must be a list',
  'it must be a map of keys and values',
  'must be one of read-only, reversible, irreversible',
  'there is no target apq; write app',
  'there is no secret ADMIN; declare it first; none is declared',
  'the id restart is used twice here; rename one',
  "write a text, or both languages: { 'zh-CN': …, en: … }",
  'use lower-case letters, digits and dashes, starting with a letter',
  'use capital letters, digits and underscores, e.g. BACKUP_DIR',
  'name a variable of the plan, without $, e.g. BACKUP_DIR; its value stands in backout.yaml',
  'it must be a text; put numbers, true and false in quotes',
  'it must be a list; e.g. [app]',
  'write a number with its unit, e.g. 30s, 5m or 24h',
  'write a duration longer than 0, e.g. 30s',
  'write at most 1h',
  'this key is written twice; keep one of the two',
  'The file is larger than 256 KiB. Split it.',
  'this is nested too deeply for a plan; close what is open, or write it flatter',
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
  const placed = PLAN_LINES.map((line, index) => `plans/wechat-backend.yaml:${40 + index}:5 ${line}`);
  return Array.from({ length: Math.ceil(placed.length / LINES_EACH) }, (_, part) =>
    messageEntry('channel', `Plan file invalid (${part + 1})`, 'a plan file was edited', (language) => {
      const lines = placed.slice(part * LINES_EACH, (part + 1) * LINES_EACH);
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
