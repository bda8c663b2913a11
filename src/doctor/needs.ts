import { singlesOf } from '../domain/backup-set.js';
import type { Check } from '../domain/check.js';
import type { Plan } from '../domain/plan.js';
import type { Step } from '../domain/scheme.js';
import { programOf } from '../plan/shell/program.js';
import { parseShell } from '../plan/shell/script.js';

/** A command that a script calls. `isOptional`: the script asks first whether it is there. */
export type Need = { readonly tool: string; readonly isOptional: boolean };

/** What has to be on a target for a plan: commands by the account that calls them, `''` for the one that logs in. */
export type HostNeeds = {
  readonly tools: ReadonlyMap<string, readonly Need[]>;
  /** Secrets are handed over there. */
  readonly secrets: boolean;
  /** Checks read the journal of systemd there. */
  readonly journal: boolean;
};

type Script = { readonly target: string; readonly user: string; readonly text: string };

/** What the runner itself calls on a host. */
const RUNNER = ['sh', 'setsid', 'flock', 'mkfifo', 'dd', 'mktemp', 'sync', 'stat', 'find'];

/** What sh brings along. */
const BUILTINS = new Set(
  `. : [ alias bg break case cd command continue echo eval exec exit export false fc fg for getopts hash jobs kill local
   printf pwd read readonly return set shift test times trap true type ulimit umask unalias unset wait`.split(/\s+/),
);

/** What a target needs for everything that the plan may run there. */
export function needsOf(plan: Plan | undefined, target: string): HostNeeds {
  const tools = new Map<string, Map<string, boolean>>([['', new Map(RUNNER.map((tool) => [tool, false]))]]);
  for (const { user, text } of plan ? scriptsOf(plan).filter((script) => script.target === target) : []) {
    const own = tools.get(user) ?? new Map<string, boolean>();
    tools.set(user, own);
    for (const { tool, isOptional } of toolsOf(text)) own.set(tool, isOptional && (own.get(tool) ?? true));
  }
  const steps = plan?.schemes.flatMap((scheme) => scheme.steps) ?? [];
  const checks = plan?.schemes.flatMap((scheme) => scheme.checks) ?? [];
  return {
    tools: new Map([...tools].map(([user, own]) => [user, listed(own)])),
    secrets: steps.some((step) => step.target === target && step.secrets.length > 0),
    journal: checks.some((check) => check.kind === 'command' && check.since === true && check.target === target),
  };
}

function listed(tools: ReadonlyMap<string, boolean>): readonly Need[] {
  return [...tools].map(([tool, isOptional]) => ({ tool, isOptional }));
}

function scriptsOf({ schemes, backups }: Plan): readonly Script[] {
  const checks = schemes.flatMap(({ prechecks, checks: after, restore }) => [
    ...prechecks,
    ...after,
    ...(restore?.checks ?? []),
    ...(restore?.kept ?? []),
  ]);
  return [
    ...schemes.flatMap(({ steps }) => steps.flatMap(scriptsOfStep)),
    ...checks.flatMap(scriptOfCheck),
    ...backups
      .flatMap(singlesOf)
      .flatMap(({ target, kind, complete }) => [
        ...(complete === undefined ? [] : [{ target, user: '', text: complete }]),
        ...(kind === 'git-tag' ? [{ target, user: '', text: 'git' }] : []),
      ]),
  ];
}

function scriptsOfStep({ target, user = '', run, when, snapshot, verify, undo }: Step): readonly Script[] {
  return [run, when?.run, snapshot?.run, verify?.run, undo?.run].flatMap((text) =>
    text === undefined ? [] : [{ target, user, text }],
  );
}

function scriptOfCheck(check: Check): readonly Script[] {
  return check.kind === 'command' ? [{ target: check.target, user: '', text: check.run }] : [];
}

/** The commands that a script calls by name, as far as can be told without running it. */
export function toolsOf(text: string): readonly Need[] {
  const { commands } = parseShell(text);
  const functions = new Set([...text.matchAll(/^\s*([A-Za-z_]\w*)\s*\(\)/gm)].map(([, name]) => name));
  const asked = new Set(
    commands.flatMap(({ words: [program, option, name] }) =>
      program?.text === 'command' && /^-[vV]$/.test(option?.text ?? '') && name ? [name.text] : [],
    ),
  );
  const called = commands.flatMap((command) => {
    const program = programOf(command)?.word;
    return [command.words[0], program].flatMap((word) => (word && isName(word.text) ? [word.text] : []));
  });
  const names = [...new Set(called)].filter((name) => !BUILTINS.has(name) && !functions.has(name));
  return names.map((tool) => ({ tool, isOptional: asked.has(tool) }));
}

/** A command in a variable is known only when it runs, and so is one below the step's own directory. */
function isName(text: string): boolean {
  return /^[A-Za-z0-9_.+-]+$|^\/[A-Za-z0-9_/.+-]+$/.test(text);
}
