/** One thing wrong with the configuration, with what to do about it. */
export type ConfigProblem = {
  /** `backout.yaml:12:5`, or the name of an environment variable. */
  readonly place: string;
  readonly message: string;
};

/** The value, or everything that is wrong, all at once. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** `backout.yaml:12:5: unknown key chanels; write channels` */
export function problemLine({ place, message }: ConfigProblem): string {
  return `${place}: ${message}`;
}
