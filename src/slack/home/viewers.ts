import type { Logger } from 'pino';
import type { UserId } from '../../domain/person.js';
import type { Instant, Milliseconds } from '../../domain/time.js';
import type { Clock } from '../../engine/ports.js';
import type { HomePace } from './home-pace.js';

/** Somebody who looked at Home a short while ago, and what stands there. */
export type Viewer = {
  readonly by: UserId;
  /** Their own conversation with the bot. */
  readonly channel: string;
  lookedAt: Instant;
  /** What Slack shows them, as JSON; undefined when that is not known. */
  shown: string | undefined;
  failures: number;
  /** When it was drawn last: that draw's place in the pace. */
  drawnAt: Instant;
  /** Something changed since it was last drawn. */
  isStale: boolean;
  timer: NodeJS.Timeout | undefined;
  /** The pace alone keeps it from being drawn. */
  isInLine: boolean;
  publishing: Promise<void> | undefined;
};

/** Draws Home for one person; answers how long to wait before it is to be tried again, 0 when it is done. */
export type Publish = (viewer: Viewer) => Promise<Milliseconds>;

const LOOKS_FOR: Milliseconds = 600_000;
/** Between two drawings for one person. */
const REST: Milliseconds = 2_000;
const MOST_VIEWERS = 500;

export type ViewersDeps = {
  readonly clock: Clock;
  readonly pace: HomePace;
  readonly publish: Publish;
  readonly log: Logger;
};

/** Whom Home is drawn for, each at their own pace. */
export class Viewers {
  readonly #viewers = new Map<UserId, Viewer>();
  readonly #clock: Clock;
  readonly #pace: HomePace;
  readonly #publish: Publish;
  readonly #log: Logger;
  #isStopped = false;

  constructor({ clock, pace, publish, log }: ViewersDeps) {
    this.#clock = clock;
    this.#pace = pace;
    this.#publish = publish;
    this.#log = log;
  }

  /** Somebody looks now: theirs is drawn, whatever stands there. */
  one(by: UserId, channel: string): void {
    this.#forgetThoseWhoLeft();
    const known = this.#viewers.get(by);
    if (!known && this.#viewers.size >= MOST_VIEWERS) this.#dropOne();
    const viewer = known ?? newViewer(by, channel);
    // Whoever looked last stands last.
    this.#viewers.delete(by);
    this.#viewers.set(by, viewer);
    viewer.lookedAt = this.#clock.now();
    viewer.shown = undefined;
    this.#schedule(viewer);
  }

  /** Something changed: whoever may still be looking sees it. */
  all(): void {
    this.#forgetThoseWhoLeft();
    for (const viewer of this.#viewers.values()) this.#schedule(viewer);
  }

  /** Resolves when nothing is on its way to Slack any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { timer } of this.#viewers.values()) clearTimeout(timer);
    await Promise.all([...this.#viewers.values()].map(({ publishing }) => publishing));
  }

  #schedule(viewer: Viewer, wait: Milliseconds = 0): void {
    viewer.isStale = true;
    const isGone = this.#viewers.get(viewer.by) !== viewer;
    if (this.#isStopped || isGone || viewer.timer || viewer.publishing) return;
    const now = this.#clock.now();
    const at = Math.max(this.#pace.freeAt(now), viewer.drawnAt + REST, now + wait);
    viewer.timer = setTimeout(() => this.#turn(viewer), at - now);
    viewer.timer.unref();
  }

  #turn(viewer: Viewer): void {
    viewer.timer = undefined;
    const now = this.#clock.now();
    // Others may have used up the rate meanwhile.
    viewer.isInLine = this.#pace.freeAt(now) > now;
    if (viewer.isInLine) {
      this.#schedule(viewer);
      return;
    }
    this.#pace.take(now);
    viewer.isStale = false;
    viewer.drawnAt = now;
    viewer.publishing = this.#publish(viewer).then((wait) => {
      viewer.publishing = undefined;
      if (wait > 0 || viewer.isStale) this.#schedule(viewer, wait);
      this.#nextInLine();
    });
  }

  /** A place may have become free, because nothing had to be shown: whoever has waited longest takes it. */
  #nextInLine(): void {
    const now = this.#clock.now();
    if (this.#pace.freeAt(now) > now) return;
    const next = [...this.#viewers.values()].find(({ timer, isInLine }) => timer && isInLine);
    if (!next) return;
    clearTimeout(next.timer);
    next.timer = undefined;
    this.#schedule(next);
  }

  /** Whoever looked longest ago keeps what is shown and when that was; it is drawn again when they look again. */
  #dropOne(): void {
    const gone = [...this.#viewers.values()].find(({ publishing }) => !publishing);
    if (!gone) return;
    this.#log.warn({ by: gone.by }, 'too many people look at Home: it is no longer kept up to date for this one');
    clearTimeout(gone.timer);
    this.#viewers.delete(gone.by);
  }

  #forgetThoseWhoLeft(): void {
    for (const [by, { lookedAt, timer }] of this.#viewers) {
      if (this.#clock.now() - lookedAt <= LOOKS_FOR) continue;
      clearTimeout(timer);
      this.#viewers.delete(by);
    }
  }
}

function newViewer(by: UserId, channel: string): Viewer {
  const state = { shown: undefined, failures: 0, isStale: false, isInLine: false, timer: undefined };
  return { by, channel, lookedAt: 0, drawnAt: 0, publishing: undefined, ...state };
}
