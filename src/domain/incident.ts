import type { UserId } from './person.js';
import type { Thread } from './request.js';
import type { Instant } from './time.js';

/** An incident thread that somebody linked by mentioning Backout in it. */
export type Incident = Thread & { readonly linkedBy: UserId; readonly linkedAt: Instant };
