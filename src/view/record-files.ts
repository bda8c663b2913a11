import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { recordFileName, recordOf } from './record.js';
import { reviewFileName, reviewOf } from './review.js';
import { date, type Scene } from './scene.js';
import type { Place, Surface } from './surface.js';
import { toldOf } from './told-boxes.js';
import { type DocumentKind, openQuestions } from './told-modal.js';

/**
 * The documents of a run that somebody approved, however it ended. A file is never edited: each time people told more,
 * the document is a new file, named by when that was.
 */
export function documentFiles(scene: Scene): readonly Surface[] {
  const { state, w, language } = scene;
  if (state.phase !== 'closed' || state.decision?.verdict !== 'approved') return [];
  const { review } = state.request.plan;
  const atItsEnd = recordOf(state.atItsEnd ?? state, { language });
  const record = {
    name: recordFileName(state),
    title: w.record.fileTitle(state.id),
    content: recordOf(state, { language }),
  };
  return [
    file(scene, 'record-file', { ...record, content: atItsEnd }),
    ...newer(scene, 'record', record),
    ...(review
      ? newer(scene, 'review', {
          name: reviewFileName(state),
          title: w.review.fileTitle(state.id),
          content: reviewOf(state, review, { language }),
        })
      : []),
  ];
}

type Content = { readonly name: string; readonly title: string; readonly content: string };

/** The document as last completed; nothing while nobody told it anything. */
function newer(scene: Scene, kind: DocumentKind, { name, title, content }: Content): readonly Surface[] {
  const at = toldAt(scene.state, kind);
  if (at === undefined) return [];
  const when = date(scene, at);
  const stamp = when
    .slice(0, 19)
    .replaceAll(/[^\d ]/g, '')
    .replace(' ', '-');
  return [
    file(scene, `${kind}-file:${at}`, {
      name: name.replace(/\.md$/, `-${stamp}.md`),
      title: scene.w.completion.completedAt(title, when),
      content,
    }),
  ];
}

/** When people last told something that this document shows. */
function toldAt(state: RunState, kind: DocumentKind): Instant | undefined {
  const { fields = [], boxes = { prefix: '', titles: [] } } = openQuestions(state, kind) ?? {};
  const names = [...fields.map(({ name }) => name), ...boxes.titles.map((_, index) => `${boxes.prefix}${index + 1}`)];
  const times = names.flatMap((name) => toldOf(state, name)?.at ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Below the run's card. */
function file({ state }: Scene, key: string, content: Content): Surface {
  const place: Place = { channel: state.request.channel, below: 'card' };
  return { key, kind: 'file', place, ...content };
}
