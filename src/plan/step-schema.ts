import { z } from 'zod';
import { REPEATS } from '../domain/scheme.js';
import type { Text } from '../domain/text.js';
import { advice } from './advice.js';
import { expectDoer, manualSchema } from './manual-step-schema.js';
import { cites, name, script, span, text, variableName, variableOfPlan } from './words.js';

const deadline = span(1).default(600_000).describe('When the host ends it; 10m when not said.');

/** What takes a step back is called after it: a list of undos is read by people who must know which one broke. */
function undoTitle(title: Text): Text {
  if (typeof title === 'string') return { 'zh-CN': `撤销：${title}`, en: `Undo: ${title}` };
  return { 'zh-CN': `撤销：${title['zh-CN']}`, en: `Undo: ${title.en}` };
}

/** One step of a scheme, as written. */
export const stepSchema = z
  .strictObject({
    id: name.describe('Unique within the scheme.').meta({ examples: ['restart-service'] }),
    title: text,
    target: name
      .exactOptional()
      .describe('Where it runs. Every step has one but those that a person does.')
      .meta({ examples: ['app'] }),
    run: script.exactOptional().meta({
      description:
        'POSIX shell. Values arrive as environment: `"$BACKUP_DIR"`. Every step has one but those that a person does.',
    }),
    manual: manualSchema.exactOptional(),
    when: z
      .strictObject({
        title: text.meta({ examples: [{ 'zh-CN': '数据库没有应答', en: 'the database does not answer' }] }),
        run: script.meta({ examples: ['if pg_isready -q; then exit 1; fi'] }),
        deadline: span(1).default(30_000).describe('When the host ends it; 30s when not said.'),
      })
      .exactOptional()
      .describe(
        'Asked on the host just before `run`, and only looks. Exit code 0: the step runs; 1: it is not needed, and counts as done; anything else: the step fails before it did anything. `title` says what holds when it is needed.',
      ),
    secrets: z
      .array(variableName)
      .default([])
      .describe('Each arrives as a 0600 file; its path is in `$NAME_FILE`.')
      .meta({ examples: [['ADMIN_KEY']] }),
    effect: z
      .enum(['read-only', 'reversible', 'irreversible'])
      .describe('What it does to the system.')
      .meta({ examples: ['reversible'] }),
    repeat: z
      .enum(REPEATS)
      .optional()
      .describe(
        'How often it may reach the host: `observe` freely; `fenced` once, guarded by a claim on the host; `converge` again is harmless; `once` nothing can guard it. Read-only steps are `observe`, others `fenced`, when not said.',
      )
      .meta({ examples: ['fenced'] }),
    deadline: span(1)
      .exactOptional()
      .describe('When the host ends it. Every step has one but those that a person does.')
      .meta({ examples: ['2m'] }),
    inactivity: span(1)
      .exactOptional()
      .describe('The host ends it when it prints nothing for this long.')
      .meta({ examples: ['30s'] }),
    directory: variableOfPlan
      .exactOptional()
      .describe("The variable that holds its working directory; the account's home when not said.")
      .meta({ examples: ['APP_DIR'] }),
    user: z
      .string()
      .regex(
        /^[a-z_][a-z0-9_-]{0,31}$/,
        advice('write the name of an account of the host, e.g. postgres', '请写主机上的账号，例如 postgres'),
      )
      .exactOptional()
      .describe('Runs as this account, through `sudo -n`.')
      .meta({ examples: ['postgres'] }),
    environment: z
      .record(variableName, z.string())
      .default({})
      .describe('Fixed values for this step alone.')
      .meta({ examples: [{ NODE_ENV: 'production' }] }),
    snapshot: z
      .strictObject({
        title: text.default({ 'zh-CN': '保存当前状态', en: 'Save the present state' }),
        ...{ run: script, deadline, cites },
      })
      .describe('Saves what the step is about to change; runs as a step of its own just before it.')
      .exactOptional(),
    verify: z
      .strictObject({
        run: script.meta({ examples: ['[ "$(git rev-parse HEAD)" = "$BACKUP_DIGEST" ]'] }),
        deadline: span(1).default(30_000).describe('When the host ends it; 30s when not said.'),
      })
      .exactOptional()
      .describe(
        "Only looks whether the step's work is there: exit code 0 is yes. People see its answer when nobody can prove how the step ended.",
      ),
    undo: z
      .strictObject({
        title: text.exactOptional().describe('What people read; `Undo:` and the step’s title when not said.'),
        ...{ run: script, deadline, cites },
      })
      .describe('Puts back what the step did, also when it did only a part; runs as a step of its own.')
      .exactOptional(),
    cites,
  })
  .superRefine(expectDoer)
  .transform(({ repeat, target = '', run = '', deadline, undo, ...step }) => ({
    ...{ ...step, target, run, deadline: deadline ?? step.manual?.within ?? 0 },
    ...(undo && { undo: { ...undo, title: undo.title ?? undoTitle(step.title) } }),
    repeat: repeat ?? (step.effect === 'read-only' ? 'observe' : step.manual ? 'converge' : 'fenced'),
  }));
