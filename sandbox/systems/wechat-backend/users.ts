/** What the users of the traffic stand-in last met. */
export type Users = {
  hear(line: string): void;
  /** Whether the newest diagnosis that ended gave its user a report; undefined before the first one. */
  diagnosisWorks(): boolean | undefined;
};

type Outcome = { readonly begunAt: number; readonly kind: string; readonly ok: boolean };

/** Listens to the traffic stand-in. Wishes may end out of order; the one begun last counts. */
export function watchUsers(): Users {
  let newest: Outcome | undefined;
  return {
    hear(line) {
      const outcome = JSON.parse(line) as Outcome;
      if (outcome.kind === 'diagnosis' && outcome.begunAt > (newest?.begunAt ?? 0)) newest = outcome;
    },
    diagnosisWorks: () => newest?.ok,
  };
}
