import { z } from 'zod';
import { parseDuration, type Term } from '../domain/time.js';
import { advice } from './advice.js';

/** A text for people: one for all, or one per language. */
export const text = z
  .union([z.string().min(1), z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) })], {
    error: advice(
      'write a text, or both languages: { zh-CN: …, en: … }',
      '请写一段文字，或写两种语言：{ zh-CN: …, en: … }',
    ),
  })
  .describe('Text for people: one text, or `{ zh-CN: …, en: … }`.')
  .meta({ title: 'text', examples: [{ 'zh-CN': '重启服务', en: 'Restart the service' }] });

/** Lower-case words with dashes, e.g. `disable-v2-flags`. */
export const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,40}$/,
    advice(
      'use lower-case letters, digits and dashes, starting with a letter',
      '只能用小写字母、数字和连字符，以字母开头',
    ),
  )
  .meta({ title: 'name', description: 'A name: lower-case letters, digits and dashes.', examples: ['app'] });

const VARIABLE = /^[A-Z][A-Z0-9_]{0,40}$/;
const ABOUT_VARIABLES = { title: 'variable name', description: 'The name of an environment variable.' };

/** An environment variable's name, e.g. `BACKUP_DIR`. */
export const variableName = z
  .string()
  .regex(
    VARIABLE,
    advice(
      'use capital letters, digits and underscores, e.g. BACKUP_DIR',
      '只能用大写字母、数字和下划线，例如 BACKUP_DIR',
    ),
  )
  .meta({ ...ABOUT_VARIABLES, examples: ['BACKUP_DIR'] });

/** The name of a declared variable where its value would be easily written. */
export const variableOfPlan = z
  .string()
  .regex(
    VARIABLE,
    advice(
      'name a variable of the plan, without $, e.g. BACKUP_DIR; its value stands in backout.yaml',
      '请写方案里一个变量的名称，不带 $，例如 BACKUP_DIR；它的值写在 backout.yaml 里',
    ),
  )
  .meta({ ...ABOUT_VARIABLES, examples: ['BACKUP_DIR'] });

/** How a duration is written. */
export const WITH_UNIT = advice(
  'write a number with its unit, e.g. 30s, 5m or 24h',
  '请写数字和单位，例如 30s、5m 或 24h',
);

/** `30s`, `5m`, `24h`, `1d` -> milliseconds. */
export const duration = z
  .string({ error: WITH_UNIT })
  .refine((value) => parseDuration(value) !== undefined, WITH_UNIT)
  .transform((value) => parseDuration(value) ?? 0)
  .meta({ title: 'duration', description: 'A duration: `500ms`, `30s`, `5m`, `24h`, `1d`.', examples: ['30s'] });

const DAY = 86_400_000;

/** A duration that something takes: never 0, and no longer than a timer can run. */
export const span = (days: number) =>
  duration
    .refine((value) => value > 0, advice('write a duration longer than 0, e.g. 30s', '时长要大于 0，例如 30s'))
    .refine((value) => value <= days * DAY, atMost(days === 1 ? '24h' : `${days}d`));

const atMost = (most: string) => advice(`write at most ${most}`, `最多写 ${most}`);

/** How an item of the source document is written. */
export const ONE_ITEM = advice('write one item such as S2.32', '请逐项写，例如 S2.32');

const WORKING_DAYS = /^([1-9]\d?) working days?$/;

/** A span of at most so many days, or `1 working day`. */
export const term = (days: number) =>
  z
    .string({
      error: advice(
        'write a duration, e.g. 15m, or working days: 1 working day',
        '请写时长，例如 15m，或工作日：1 working day',
      ),
    })
    .transform((written, { issues }): Term => {
      const workingDays = WORKING_DAYS.exec(written)?.[1];
      if (workingDays !== undefined) return { workingDays: Number(workingDays) };
      const read = span(days).safeParse(written);
      if (read.success) return read.data;
      for (const { message } of read.error.issues) issues.push({ code: 'custom', message, input: written });
      return z.NEVER;
    })
    .meta({
      title: 'term',
      description: 'How soon: a duration such as `15m`, or `1 working day`, `3 working days`.',
      examples: ['15m'],
    });

/** Items of the source document, e.g. `[S2.32]`. */
export const cites = z
  .array(z.string().regex(/^S\d+\.\d+$/, ONE_ITEM))
  .default([])
  .describe('Items of the source document that this carries out, one by one.')
  .meta({ examples: [['S2.32']] });

/** A shell script. Values reach it only as environment. */
export const script = z
  .string()
  .min(1)
  .meta({
    title: 'script',
    description: 'POSIX shell. Values arrive as environment: `"$BACKUP_DIR"`.',
    examples: ['sudo -n systemctl restart "$SERVICE"'],
  });
