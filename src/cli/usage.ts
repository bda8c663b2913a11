import { LANGUAGES } from '../domain/text.js';

/** Carries out a subcommand and returns the exit code. */
export type CliRun = (args: readonly string[], print: (line: string) => void) => Promise<number>;

/** One subcommand of `npx backout`. */
export type CliCommand = {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** What else may be said, and what it means. */
  readonly options: readonly (readonly [option: string, meaning: string])[];
  /** Only when it is to run: whoever wants help waits for no command's code. */
  load(): Promise<{ readonly run: CliRun }>;
};

/** What a command that reads the inventory may be told. */
const INVENTORY_HELP: readonly (readonly [string, string])[] = [
  ['--config backout.yaml', 'the inventory; without it the file that BACKOUT_CONFIG names, else ./backout.yaml'],
  [`--language ${LANGUAGES.join('|')}`, "the language; without it the inventory's, else zh-CN"],
];

export const COMMANDS: readonly CliCommand[] = [
  {
    name: 'check',
    usage: 'check [--json] [path…]',
    summary: 'Check plan files, or all of a folder; without any, all in ./plans',
    options: [['--json', 'the problems as JSON']],
    load: () => import('./check.js'),
  },
  {
    name: 'print',
    usage: 'print <plan> <scheme> [options]',
    summary: 'Print a scheme to carry out by hand; <plan> is a file, or a name in the folder of the plans',
    options: [
      ['--config backout.yaml', 'with the hosts and values of this inventory; without it they are left to fill in'],
      [`--language ${LANGUAGES.join('|')}`, "the language; without it the inventory's, else zh-CN"],
      ['--backup NAME', 'with this backup; without it the name is left to fill in'],
    ],
    load: () => import('./print.js'),
  },
  {
    name: 'doctor',
    usage: 'doctor [options]',
    summary: 'Look whether everything a rollback needs is there, and say how to fix what is not',
    options: [...INVENTORY_HELP, ['--json', 'the findings as JSON']],
    load: () => import('./doctor.js'),
  },
  {
    name: 'hosts',
    usage: 'hosts trust [target…] [options]',
    summary: "Show the hosts' keys and, once you have compared them, write them down",
    options: [...INVENTORY_HELP, ['--yes', 'you have compared the fingerprints already; asks nothing']],
    load: () => import('./hosts.js'),
  },
  {
    name: 'status',
    usage: 'status [options]',
    summary: 'Show the runs that are open, what each waits for, and which one holds a system',
    options: [...INVENTORY_HELP, ['--json', 'the same as JSON']],
    load: () => import('./status.js'),
  },
  {
    name: 'record',
    usage: 'record <run> [options]',
    summary: 'Print the record of a run anew from the journal, byte for byte as it was posted',
    options: [
      ['--events N', 'as it was after N events; a posted record says how many. Without it: with all told since'],
      ['--config backout.yaml', INVENTORY_HELP[0]?.[1] ?? ''],
      ['--language zh-CN|en', 'in this language; without it as it was posted'],
    ],
    load: () => import('./record.js'),
  },
  {
    name: 'audit',
    usage: 'audit verify [run] [options]',
    summary: 'Verify that the journal is as it was written: every run, or one',
    options: [
      ['--anchor HASH', 'the hash that a posted record of the run ends with: it must be in the chain'],
      ...INVENTORY_HELP,
    ],
    load: () => import('./audit.js'),
  },
  {
    name: 'lock',
    usage: 'lock --check <system> | --break <system> --run <run> --reason <text>',
    summary: 'Ask whether a rollback holds a system, for deploy scripts; or break a lock that was left behind',
    options: [
      ['--check SYSTEM', 'exit 0: free; 1: locked, with who, why and since; 2: cannot be told, so do not deploy'],
      ['--break SYSTEM', 'take the lock of --run off the hosts of the system; written down with --reason'],
      ['--run RUN', 'the run whose lock it is, as --check says'],
      ['--reason TEXT', 'why it may go'],
      ['--force', 'also of a run that is open while its bot is gone for good, or that the journal does not know'],
      ...INVENTORY_HELP,
    ],
    load: () => import('./lock.js'),
  },
  {
    name: 'backup',
    usage: 'backup <file> [options]',
    summary: 'Write a backup of the journal to a new file, also while the bot runs, and verify it',
    options: INVENTORY_HELP,
    load: () => import('./backup.js'),
  },
  {
    name: 'restore',
    usage: 'restore <file> [options]',
    summary: "Put a backup in the journal's place while no bot runs",
    options: INVENTORY_HELP,
    load: () => import('./restore.js'),
  },
];
