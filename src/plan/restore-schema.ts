import { z } from 'zod';
import type { CommandCheck } from '../domain/check.js';
import { RESTORE_STARTS } from '../domain/scheme.js';
import { checkSchema } from './check-schema.js';
import { ONCE } from './http-check-schema.js';
import { cites, name, script, span, text } from './words.js';

const kept = z
  .strictObject({
    title: text.default({ 'zh-CN': '保留的副本仍在', en: 'The kept copies are still there' }),
    target: name.describe('Where to look.').meta({ examples: ['app'] }),
    run: script.meta({ examples: ['test -s "$HOME/.backout/snapshots/$BACKOUT_RUN/commit"'] }),
    deadline: span(1).default(30_000).describe('When the host ends it; 30s when not said.'),
    cites,
  })
  .transform(
    (written): CommandCheck => ({
      ...written,
      ...{ id: 'kept', kind: 'command', weight: 'required', area: 'service', retry: ONCE },
    }),
  )
  .describe(
    'A script that only looks whether the copies that the undos need are still there: exit code 0 is yes. Without a yes, `/rollback undo` after a success is refused.',
  );

/** How a scheme's changes are taken back, as written. */
export const restoreSchema = z
  .strictObject({
    automatic: z
      .array(z.enum(RESTORE_STARTS))
      .default([])
      .describe('What starts it without asking: a failed `step`, a failed `verification`. Otherwise people choose.')
      .meta({ examples: [['step', 'verification']] }),
    checks: z
      .array(checkSchema)
      .default([])
      .describe(
        "Asked, all at once, after the last undo: are things as they were? Never `manual` and never `log`. At least one; a composed scheme has its parts'.",
      ),
    kept: kept.exactOptional(),
    cites,
  })
  .describe("How the scheme's changes are taken back: the `undo` of each step that was started, the last first.");
