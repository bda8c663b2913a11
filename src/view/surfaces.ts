import type { RunState } from '../run/state.js';
import { callForAnswers } from './call-for-answers.js';
import { callForDecision, callForHelp } from './calls.js';
import { card } from './card.js';
import { checkSurfaces } from './check-detail.js';
import { emergencySurfaces } from './emergency-posts.js';
import { type IncidentPost, incidentKey } from './incident/key.js';
import { headlineSurfaces, milestoneSurfaces } from './incident/surfaces.js';
import { notice } from './notice.js';
import { outputSurfaces, rowsSurface } from './output.js';
import { pausedSurfaces } from './paused.js';
import { documentFiles } from './record-files.js';
import { reminderSurfaces } from './reminders.js';
import { requestFileName, requestText } from './request-file.js';
import { restoringSurface } from './restoring.js';
import { type Scene, sceneOf, type View } from './scene.js';
import { summary } from './summary.js';
import type { Place, Surface } from './surface.js';
import { wishCalls } from './wishes.js';

/** Everything Slack should show of a run at this moment, in the order in which it should be delivered. */
export function surfacesOf(state: RunState, view: View): readonly Surface[] {
  const scene = sceneOf(state, view);
  const milestones = milestoneSurfaces(scene);
  const cardNow = card(scene);
  const told = (post: IncidentPost) =>
    milestones.filter(({ key, place }) => key === incidentKey(post, place.thread ?? ''));
  return [
    { key: 'card', kind: 'message', place: { channel: state.request.channel }, message: cardNow },
    ...headlineSurfaces(scene),
    ...requestFile(scene),
    ...callForDecision(scene),
    ...told('decide'),
    ...checkSurfaces(scene, 'precheck'),
    ...noticeSurface(scene),
    ...told('decided'),
    ...rowsSurface(scene, cardNow),
    ...outputSurfaces(scene),
    ...callForHelp(scene),
    ...wishCalls(scene),
    ...reminderSurfaces(scene),
    ...restoringSurface(scene),
    ...pausedSurfaces(scene),
    ...emergencySurfaces(scene),
    ...told('unknown'),
    ...told('stopped'),
    ...told('restoring'),
    ...told('held'),
    ...told('verifying'),
    ...callForAnswers(scene),
    ...checkSurfaces(scene, 'check'),
    ...documentFiles(scene),
    ...summarySurface(scene),
    ...told('finished'),
  ];
}

/** Below the run's card. */
function belowCard({ state }: Scene): Place {
  return { channel: state.request.channel, below: 'card' };
}

/** What is to be approved, whole: posted before the buttons appear and never edited. */
function requestFile(scene: Scene): readonly Surface[] {
  const { state, w } = scene;
  if (state.awaitingSince === undefined) return [];
  const name = requestFileName(state);
  const title = w.requestFile.title(state.id);
  return [
    {
      ...{ key: 'request-file', kind: 'file', place: belowCard(scene), name, title },
      // Read once, when it is posted.
      get content() {
        return requestText(scene);
      },
    },
  ];
}

function noticeSurface(scene: Scene): readonly Surface[] {
  if (scene.state.decision?.verdict !== 'approved') return [];
  return [{ key: 'notice', kind: 'message', place: belowCard(scene), message: notice(scene) }];
}

function summarySurface(scene: Scene): readonly Surface[] {
  const { state } = scene;
  if (state.phase !== 'closed') return [];
  // What never ran is told to the requester in the thread; the whole channel hears only of what touched a host, and
  // hears it once: from the incident thread when that is here.
  const isToldHere = state.incident?.channel === state.request.channel;
  const broadcast = state.decision?.verdict === 'approved' && !isToldHere;
  const place = { ...belowCard(scene), ...(broadcast ? { broadcast } : {}) };
  return [{ key: 'summary', kind: 'message', place, message: summary(scene) }];
}
