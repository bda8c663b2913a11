/** What an incident thread is told of a run: the headline, which follows the run, and what happened, each once. */
export type IncidentPost =
  | 'requested'
  | 'decide'
  | 'decided'
  | 'verifying'
  | 'unknown'
  | 'stopped'
  | 'restoring'
  | 'held'
  | 'finished';

/** The thread is part of the key: when another one is linked, it gets posts of its own. */
export function incidentKey(post: IncidentPost, thread: string): string {
  return `incident:${post}:${thread}`;
}

/** The threads that have a post of the run, by the surfaces that Slack shows. */
export function threadsWith(post: IncidentPost, delivered: ReadonlySet<string>): readonly string[] {
  const start = incidentKey(post, '');
  return [...delivered].flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
}
