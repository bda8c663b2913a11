/** English: the incident thread. */
export const enIncident = {
  incidentThread: {},
};
