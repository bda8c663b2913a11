import type { CheckState } from '../run/state.js';
import { hasLongEvidence } from './evidence.js';
import { message } from './message.js';
import { readOut } from './read-out.js';
import { lines, preformatted, richText } from './rich-text.js';
import { verdictWords } from './rows.js';
import { type Scene, told } from './scene.js';
import type { Surface } from './surface.js';

const MAX_EVIDENCE = 2_500;

/** The whole evidence of checks whose evidence does not fit the card, one message each. */
export function checkSurfaces(scene: Scene, kind: 'precheck' | 'check'): readonly Surface[] {
  const checks = kind === 'precheck' ? scene.state.prechecks : scene.state.checks;
  return checks.filter(hasLongEvidence).map((check) => detail(scene, kind, check));
}

function detail(scene: Scene, kind: 'precheck' | 'check', check: CheckState): Surface {
  const { w, state } = scene;
  const name =
    kind === 'precheck' ? w.run.precheckOf(told(scene, check.title)) : w.run.verify(told(scene, check.title));
  const title = `${name} · ${verdictWords(scene, check, kind)}`;
  const glyph = w.run.verdictGlyph[check.answer?.verdict ?? 'unknown'];
  const block = richText(
    lines([{ bold: `${glyph} ${title}` }]),
    preformatted(check.answer ? readOut(check.answer, w) : '', MAX_EVIDENCE),
  );
  const place = { channel: state.request.channel, below: 'card' };
  return { key: `${kind}:${check.id}`, kind: 'message', place, message: message(title, [block]) };
}
