import type { Condition } from '../domain/scheme.js';

/** With these codes a conditional step's script ends of which nothing ran; the host takes them for no end of the script itself. */
export const CONDITION_CODES = { unneeded: 117, unclear: 118 } as const;

/** The variable that holds the condition: what the plan says travels as a value. */
export const CONDITION = 'BACKOUT_WHEN';

/**
 * A script that runs only when its condition says so. What comes before it stands on its first line, so that the shell counts
 * lines as people do. The condition's own shell keeps everything it sets or ends to itself.
 */
export function conditional(run: string, { deadline }: Pick<Condition, 'deadline'>): string {
  const { unneeded, unclear } = CONDITION_CODES;
  const cases = `0) ;; 1) exit ${unneeded} ;; *) echo "the condition ended with exit code $said" >&2; exit ${unclear} ;;`;
  const before = `set +e; (${ask(Math.ceil(deadline / 1000))}); said=$?; case $said in ${cases} esac; unset ${CONDITION} said`;
  const mine = `${unneeded} | ${unclear}) echo "exit code $said belongs to Backout; write another" >&2; exit 1 ;;`;
  return `${before}; (set -e; ${run}\n)\nsaid=$?; case $said in ${mine} *) exit $said ;; esac`;
}

/** Ends with the condition's exit code; one that does not end in time gets TERM. */
function ask(seconds: number): string {
  const wait = `left=${seconds}; while [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done`;
  // TERM lets it go at its next second: killed outright it would leave its sleep behind, and bash would tell of it.
  const watch = `(trap "exit 0" TERM; ${wait}; kill "$asked") >/dev/null 2>&1 & watch=$!`;
  return `sh -eu -c "$${CONDITION}" & asked=$!; ${watch}; wait "$asked"; said=$?; kill "$watch"; exit "$said"`;
}
