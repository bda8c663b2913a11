import type { enIncident } from './en-incident.js';

/** Chinese: the incident thread. */
export const zhIncident: typeof enIncident = {
  incidentThread: {},
};
