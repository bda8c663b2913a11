import type { System } from '../../domain/system.js';
import type { Bilingual, Language } from '../../domain/text.js';
import type { Instant } from '../../domain/time.js';
import type { Duty } from '../../run/duties.js';
import type { RunState } from '../../run/state.js';
import type { Listed } from '../../view/backup-list.js';
import { type Scene, sceneOf } from '../../view/scene.js';

/** A system with its backups as the last look found them; without that, the hosts are being asked. */
export type SystemSeen = {
  readonly system: System;
  readonly backups?: { readonly listed: readonly Listed[]; readonly at: Instant };
};

/** Everything that App Home shows to one person. */
export type HomeSeen = {
  readonly language: Language;
  readonly now: Instant;
  readonly duties: readonly Duty[];
  /** Runs of these systems that are not closed. */
  readonly active: readonly RunState[];
  /** Closed runs of these systems, newest first. */
  readonly ended: readonly RunState[];
  /** Systems of the channels that the reader is in. */
  readonly systems: readonly SystemSeen[];
  /** Systems are bound, whether the reader sees them or not. */
  readonly hasSystems: boolean;
  /** Plan files that are invalid now. */
  readonly problems: readonly { readonly system: string; readonly lines: readonly Bilingual[] }[];
  /** Addresses of the runs' cards, by run; a run without one is named by its channel. */
  readonly cards: ReadonlyMap<string, string>;
};

/** A run as the reader of this Home reads it. */
export function sceneIn({ language, now }: HomeSeen, state: RunState): Scene {
  return sceneOf(state, { now, delivered: new Set() }, language);
}
