/** What an incident thread is told of a run: the headline, which follows the run, and what happened, each once. */
export const INCIDENT_POSTS = ['requested', 'decide', 'decided', 'verifying', 'unknown', 'finished'] as const;
export type IncidentPost = (typeof INCIDENT_POSTS)[number];

/** The thread is part of the key: when another one is linked, it gets posts of its own. */
export function incidentKey(post: IncidentPost, thread: string): string {
  return `incident:${post}:${thread}`;
}

/** The threads that were told of the run's request, by the surfaces that Slack shows. */
export function threadsTold(delivered: ReadonlySet<string>): readonly string[] {
  const start = incidentKey('requested', '');
  return [...delivered].flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
}
