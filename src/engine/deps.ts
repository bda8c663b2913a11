import type { Logger } from 'pino';
import type { Ledger } from './ledger.js';
import type { Catalog, Clock, Journal, People, Probe, Remote, Secrets } from './ports.js';
import type { Readings } from './read-backups.js';

/** What the engine is given by the composition root. */
export type EngineDeps = {
  readonly catalog: Catalog;
  readonly journal: Journal;
  readonly remote: Remote;
  readonly probe: Probe;
  readonly people: People;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Logger;
};

/** The same with the run states, for the parts inside the engine. */
export type Inside = EngineDeps & {
  readonly ledger: Ledger;
  readonly readings: Readings;
  /** Aborted when the bot shuts down: waiting ends, nothing on a host is stopped. */
  readonly stopping: AbortSignal;
};
