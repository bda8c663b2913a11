/** How far a newcomer came, kept by the browser for one start of the demonstration. */
export interface Progress {
  /** When that demonstration was started. */
  demo: string;
  stage: 'offered' | 'declined' | 'walking' | 'done';
  /** From 0. */
  step: number;
  /** Milliseconds since the epoch; 0 before the tour. */
  begunAt: number;
  endedAt: number;
  /** The timestamp of the request's card, once there is one. */
  card: string;
}

const place = 'tour';

export function offered(demo: string): Progress {
  return { demo, stage: 'offered', step: 0, begunAt: 0, endedAt: 0, card: '' };
}

/** What was kept for this demonstration; of another one, nothing counts. */
export function loadProgress(demo: string): Progress {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '') as Progress;
    if (kept.demo === demo) return kept;
  } catch {
    // Nothing was kept, or nothing that can be read.
  }
  return offered(demo);
}

export function keepProgress(progress: Progress): void {
  localStorage.setItem(place, JSON.stringify(progress));
}
