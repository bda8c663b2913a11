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
  publishedAt: Instant;
  /** Something changed since it was last drawn. */
  isStale: boolean;
  timer: NodeJS.Timeout | undefined;
  publishing: Promise<void> | undefined;
};

/** Draws Home for one person; answers how long to wait before it is to be tried again, 0 when it is done. */
export type Publish = (viewer: Viewer) => Promise<Milliseconds>;

const LOOKS_FOR: Milliseconds = 600_000;
/** Between two drawings for one person. */
const REST: Milliseconds = 2_000;
const MOST_VIEWERS = 500;

/** Whom Home is drawn for, each at their own pace. */
export class Viewers {
  readonly #viewers = new Map<UserId, Viewer>();
  readonly #clock: Clock;
  readonly #pace: HomePace;
  readonly #publish: Publish;
  #isStopped = false;

  constructor(clock: Clock, pace: HomePace, publish: Publish) {
    this.#clock = clock;
    this.#pace = pace;
    this.#publish = publish;
  }

  /** Somebody looks now: theirs is drawn, whatever stands there. */
  one(by: UserId, channel: string): void {
    this.#forgetThoseWhoLeft();
    const known = this.#viewers.get(by);
    if (!known && this.#viewers.size >= MOST_VIEWERS) return;
    const viewer = known ?? newViewer(by, channel);
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
    if (this.#isStopped || viewer.timer || viewer.publishing) return;
    const now = this.#clock.now();
    const at = Math.max(this.#pace.freeAt(now), viewer.publishedAt + REST, now + wait);
    viewer.timer = setTimeout(() => this.#turn(viewer), at - now);
    viewer.timer.unref();
  }

  #turn(viewer: Viewer): void {
    viewer.timer = undefined;
    const now = this.#clock.now();
    // Others may have used up the rate meanwhile.
    if (this.#pace.freeAt(now) > now) {
      this.#schedule(viewer);
      return;
    }
    viewer.isStale = false;
    viewer.publishedAt = now;
    viewer.publishing = this.#publish(viewer).then((wait) => {
      viewer.publishing = undefined;
      if (wait > 0 || viewer.isStale) this.#schedule(viewer, wait);
    });
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
  const state = { shown: undefined, failures: 0, isStale: false, timer: undefined, publishing: undefined };
  return { by, channel, lookedAt: 0, publishedAt: 0, ...state };
}
