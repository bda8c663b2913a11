import { useEffect, useState } from 'preact/hooks';
import { keepProgress, loadProgress, offered, type Progress } from './progress.js';
import { advance, STEPS, type TourSight } from './steps.js';

export interface TourState {
  progress: Progress;
  begin: () => void;
  /** The newcomer says that they have looked at production. */
  lookedAt: () => void;
  leave: () => void;
}

/** The tour of this start of the demonstration, carried on by what is in sight. */
export function useTour(demo: string, sight: TourSight): TourState {
  const [progress, setProgress] = useState(() => loadProgress(demo));
  const isCurrent = progress.demo === demo;
  const now = Date.now();
  const known = isCurrent ? progress : offered(demo);
  const next = known.stage === 'walking' && known.step > 0 ? advance(known, sight, now) : known;
  const change = (to: Progress) => {
    keepProgress(to);
    setProgress(to);
  };
  useEffect(() => {
    if (JSON.stringify(next) !== JSON.stringify(progress)) change(next);
  }, [JSON.stringify(next)]);
  return {
    progress: next,
    begin: () => change({ ...offered(demo), stage: 'walking', begunAt: Date.now() }),
    lookedAt: () => change({ ...next, step: Math.max(next.step, 1) }),
    leave: () => change({ ...next, stage: 'declined' }),
  };
}

/** Marks on the page what the present step is about; `styles/tour.css` draws it. */
export function usePointer(target: string | undefined): void {
  useEffect(() => {
    if (target === undefined) delete document.documentElement.dataset.tourAt;
    else document.documentElement.dataset.tourAt = target;
    return () => {
      delete document.documentElement.dataset.tourAt;
    };
  }, [target]);
}

/** Whether a record is unfolded in the thread that is open on the page. */
export function isRecordOpen(): boolean {
  const files = [...document.querySelectorAll('.thread .file')];
  return files.some(
    (file) => file.querySelector('[aria-expanded=true]') !== null && /record-[\w-]+\.md/.test(file.textContent ?? ''),
  );
}

/** The step's name. */
export function stepOf({ step }: Progress) {
  return STEPS[step] ?? 'look';
}
