import { z } from 'zod';
import { advice, asAdvice } from './advice.js';
import { expressionFault } from './expression.js';
import { name, span } from './words.js';

const EXPRESSION = /^\$[A-Z][A-Z0-9_]*(\/[A-Za-z0-9._@+-]+)*$/;

const UNIT = /^(\$[A-Z][A-Z0-9_]*|[A-Za-z0-9][A-Za-z0-9:_.@-]*)$/;

/** A path on a host: a variable with what lies below it, e.g. `$ROUTES/user_system.py`. */
const hostPath = z
  .string()
  .regex(
    EXPRESSION,
    advice(
      'write a variable and what lies below it, in letters a-z, digits and . _ @ + -, e.g. $APP_DIR/config.json; another path belongs whole into a variable',
      '请写变量和它下面的路径，路径只能用英文字母、数字和 . _ @ + -，例如 $APP_DIR/config.json；其他路径请整个放进一个变量',
    ),
  )
  .meta({
    title: 'host path',
    description: 'A path on a host: `$APP_DIR/config.json`.',
    examples: ['$ROUTES/user_system.py'],
  });

const UNITS: Readonly<Record<string, number>> = { kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

const SIZE = advice('write a size with its unit, e.g. 200MB', '请写大小和单位，例如 200MB');

/** `200MB`, `5GB` -> bytes. */
const bytes = z
  .string({ error: SIZE })
  .regex(/^\d{1,6}(KB|kB|MB|GB|TB)$/, SIZE)
  .transform((written) => Number.parseInt(written, 10) * (UNITS[written.replace(/^\d+/, '')] ?? 1))
  .meta({ title: 'size', description: 'A size: `200MB`, `5GB`.', examples: ['200MB'] });

const target = name.describe('Where to look.').meta({ examples: ['app'] });
const deadline = (most: number) =>
  span(1)
    .default(most)
    .describe('When the host ends it.')
    .meta({ examples: ['30s'] });

export const checksumSchema = z
  .strictObject({
    target,
    same: z
      .array(z.strictObject({ file: hostPath, as: hostPath }))
      .min(1, advice('name at least one pair of files', '请至少写一对文件'))
      .describe('Pairs of files whose content must be the same.'),
    deadline: deadline(120_000),
  })
  .describe('Files hold the very same bytes.');

export const logSchema = z
  .strictObject({
    target,
    file: hostPath.exactOptional().describe('The log, where it is a file.'),
    unit: z
      .string()
      .regex(
        UNIT,
        advice(
          'write the name of a unit, such as shop.service, or a variable that holds it, such as $SERVICE',
          '请写 systemd 单元的名称，例如 shop.service，或存放它的变量，例如 $SERVICE',
        ),
      )
      .exactOptional()
      .describe('The unit of systemd, where its log is in the journal.')
      .meta({ examples: ['wechat-backend'] }),
    without: z
      .string()
      .min(1)
      .max(200)
      .superRefine((written, context) => {
        const fault = expressionFault(written);
        if (fault) context.addIssue({ code: 'custom', message: asAdvice(fault) });
      })
      .describe('An extended regular expression, in any case of letters, that no new line may match.')
      .meta({ examples: ['error|exception'] }),
    deadline: deadline(60_000),
  })
  .refine(
    ({ file, unit }) => (file === undefined) !== (unit === undefined),
    advice('write exactly one of file and unit', 'file 和 unit 请只写一个'),
  )
  .describe('No such line was written to a log since the run began.');

export const spaceSchema = z
  .strictObject({
    target,
    at: hostPath.describe('A file or directory on the disk in question.'),
    free: bytes.default(0).describe('What must be free in any case.'),
    backups: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .describe('How often the chosen backup must fit.')
      .meta({ examples: [2] }),
    copiesOf: z
      .array(hostPath)
      .default([])
      .describe('What is copied there before it is changed: snapshots.')
      .meta({ examples: [['$DATABASE']] }),
    deadline: deadline(60_000),
  })
  .refine(
    (value) => value.free !== 0 || value.backups > 0 || value.copiesOf.length > 0,
    advice('say what must fit: free, backups or copiesOf', '请写明要放得下什么：free、backups 或 copiesOf'),
  )
  .describe('Enough free disk space for snapshots and the backup, before anything stops.');

export const manualSchema = z
  .strictObject({
    role: name
      .exactOptional()
      .describe('The role expected to answer.')
      .meta({ examples: ['product-manager'] }),
    within: span(7)
      .default(1_800_000)
      .describe('Without an answer by then it is unknown; 30m when not said.')
      .meta({ examples: ['30m'] }),
  })
  .describe('Only a person can tell.');
