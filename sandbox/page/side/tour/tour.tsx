import type { Screen } from '../../workspace.js';
import type { ProductionState } from '../production-state.js';
import { useSideWords } from '../words.js';
import { StepCard } from './step-card.js';
import { STEPS, TOUR_CHANNEL } from './steps.js';
import { isRecordOpen, stepOf, useTour } from './use-tour.js';

export interface TourProps {
  screen: Screen;
  place: { as: string; channel: string; thread: string };
  move: (change: Partial<TourProps['place']>) => void;
  production: ProductionState;
  complain: (text: string) => void;
}

/** The guided tour; absent where nothing can be rolled back. */
export function Tour(props: TourProps) {
  const demo = props.production.startedAt;
  const isThere = props.production.systems.some(({ name }) => name === 'wechat-backend');
  return demo && isThere ? <TourOf demo={demo} {...props} /> : null;
}

function TourOf({ demo, ...props }: TourProps & { demo: string }) {
  const words = useSideWords().tour;
  const { screen, place } = props;
  const isLoaded = screen.place.as === place.as && screen.place.channel === TOUR_CHANNEL;
  const tour = useTour(demo, {
    ...{ as: place.as, thread: place.thread, isRecordOpen: isRecordOpen() },
    messages: isLoaded ? screen.messages : [],
  });
  const { progress } = tour;
  if (progress.stage === 'declined') {
    return (
      <button type="button" class="tour-again link" onClick={tour.begin}>
        {words.resume}
      </button>
    );
  }
  if (progress.stage === 'offered') {
    return (
      <section class="tour" aria-label={words.title}>
        <h2>{words.title}</h2>
        <p>{words.offer}</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={tour.begin}>
            {words.begin}
          </button>
          <button type="button" class="button" onClick={tour.leave}>
            {words.decline}
          </button>
        </div>
      </section>
    );
  }
  const isDone = progress.stage === 'done';
  return (
    <section class={isDone ? 'tour done' : 'tour'} aria-label={words.title} aria-live="polite">
      <small class="tour-place">
        {isDone ? words.title : words.step(progress.step + 1, STEPS.length)}
        <progress value={isDone ? STEPS.length : progress.step} max={STEPS.length} aria-hidden="true" />
        {!isDone && (
          <span role="timer" aria-live="off">
            {elapsed(words, progress.begunAt, Date.now())}
          </span>
        )}
      </small>
      {isDone ? (
        <>
          <h2>{words.end(elapsed(words, progress.begunAt, progress.endedAt))}</h2>
          <p>{words.more}</p>
        </>
      ) : (
        <StepCard key={progress.step} step={stepOf(progress)} tour={tour} {...props} />
      )}
      <div class="tour-ways">
        <button type="button" class="link" onClick={tour.begin}>
          {words.restart}
        </button>
        <button type="button" class="link" onClick={tour.leave}>
          {isDone ? words.close : words.skip}
        </button>
      </div>
    </section>
  );
}

function elapsed(words: { elapsed: (minutes: number, seconds: number) => string }, from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  return words.elapsed(Math.floor(seconds / 60), seconds % 60);
}
