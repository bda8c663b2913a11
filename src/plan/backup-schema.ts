import { z } from 'zod';
import { advice, asAdvice } from './advice.js';
import { timestampFault } from './timestamp.js';
import { cites, name, script, span, text, variableOfPlan } from './words.js';

const ONE_TIMESTAMP = advice(
  'put {timestamp} where the time stands in the name, once',
  '请用 {timestamp} 表示名称里的时间，只写一次',
);
const ONE_VERSION = advice(
  'put {version} where the version stands in the tag, once',
  '请用 {version} 表示标签里的版本，只写一次',
);
const hasOne = (word: string) => (pattern: string) => pattern.split(word).length === 2;

const held = {
  target: name.describe('The target that holds it.').meta({ examples: ['app'] }),
  directory: variableOfPlan
    .describe('The variable that holds the directory; for tags, the repository.')
    .meta({ examples: ['BACKUP_DIR'] }),
  complete: script
    .exactOptional()
    .describe(
      'A script that only reads and fails for a broken one, at `$BACKUP`; run on the backup that a person chose, before anybody is asked to approve, and on the newest files that a listing shows.',
    )
    .meta({ examples: ['tar -tzf "$BACKUP" >/dev/null'] }),
  cites,
};

const judged = {
  title: text,
  freshWithin: span(36_500)
    .exactOptional()
    .describe('Older ones are stale.')
    .meta({ examples: ['24h'] }),
  older: z
    .enum(['refuse', 'choose'])
    .default('refuse')
    .describe('Whether a person may choose a stale one all the same.')
    .meta({ examples: ['choose'] }),
};

const common = { ...judged, ...held };

const minBytes = z
  .int()
  .min(1)
  .default(1)
  .describe('Smaller ones are listed as broken.')
  .meta({ examples: [4096] });
const contains = z
  .array(z.string().regex(/^[^/]+$/, advice('write the name of one entry, without a path', '请写一个名称，不带路径')))
  .default([])
  .describe('What it must hold, none of it empty.')
  .meta({ examples: [['user_system.py', 'change_password.py']] });

const dated = {
  ...common,
  pattern: z
    .string()
    .refine(hasOne('{timestamp}'), ONE_TIMESTAMP)
    .describe('The name, with `{timestamp}` (of tags: with `{version}`).')
    .meta({ examples: ['diagnosis_{timestamp}.db'] }),
  timestamp: z
    .string()
    .check(({ value, issues }) => {
      const fault = timestampFault(value);
      if (fault) issues.push({ code: 'custom', message: asAdvice(fault), input: value });
    })
    .describe("The form of the timestamp: YYYY MM DD HH mm ss, read in the plan's zone.")
    .meta({ examples: ['YYYYMMDD_HHmmss'] }),
  minBytes,
  safetyCopies: z
    .array(z.string().refine(hasOne('{timestamp}'), ONE_TIMESTAMP))
    .default([])
    .describe('Patterns of copies taken by a rollback: never candidates.')
    .meta({ examples: [['pre_rollback_backup_{timestamp}.db']] }),
};

const fileBackup = z.strictObject({
  kind: z.literal('file').default('file').describe('One file, e.g. a dump or an archive.'),
  ...dated,
});

const directoryBackup = z.strictObject({
  kind: z.literal('directory').describe('A directory of files that belong together.'),
  ...dated,
  contains,
});

const tagBackup = z.strictObject({
  kind: z.literal('git-tag').describe('A tag of a git repository on the host.'),
  ...common,
  pattern: z
    .string()
    .refine(hasOne('{version}'), ONE_VERSION)
    .default('v{version}')
    .describe('The tag, with `{version}`.')
    .meta({ examples: ['v{version}'] }),
});

const versioned = {
  title: text.exactOptional(),
  ...held,
  pattern: z
    .string()
    .refine(
      hasOne('{version}'),
      advice('put {version} where the version stands in the name, once', '请用 {version} 表示名称里的版本，只写一次'),
    )
    .describe('The name, with `{version}`.')
    .meta({ examples: ['db_{version}.tar.gz'] }),
};

const part = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file').default('file').describe('One file.'), ...versioned, minBytes }),
  z.strictObject({ kind: z.literal('directory').describe('A directory.'), ...versioned, minBytes, contains }),
  z.strictObject({ kind: z.literal('git-tag').describe('A tag of a git repository.'), ...versioned }),
]);

const setBackup = z.strictObject({
  kind: z.literal('set').describe('Several backups that share a version and count only together.'),
  ...judged,
  parts: z
    .record(name, part)
    .refine(
      (parts) => Object.keys(parts).length > 0,
      advice('a set needs at least one part', '成套备份至少要有一个组成部分'),
    )
    .describe(
      'What belongs to a version, each with its own place. Scripts get the path, or the tag, of `database` as `$BACKUP_DATABASE`.',
    ),
  cites,
});

const NONE = { timestamp: '', minBytes: 1, safetyCopies: [], contains: [] } as const;

/** Where backups lie and what makes one usable, as written. `kind` is `file` when not said. */
export const backupSchema = z
  .discriminatedUnion('kind', [fileBackup, directoryBackup, tagBackup, setBackup])
  .transform((written) => {
    if (written.kind !== 'set') return { ...NONE, ...written };
    const { parts, ...set } = written;
    const single = { ...NONE, older: 'choose' } as const;
    return {
      ...set,
      parts: Object.entries(parts).map(([key, each]) => ({ ...single, name: key, title: key, ...each })),
    };
  });
