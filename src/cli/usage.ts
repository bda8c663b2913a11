import { LANGUAGES, type Language } from '../domain/text.js';
import type { Words } from '../view/words/words.js';

/** Carries out a subcommand and returns the exit code. `language`: what it speaks, as far as the inventory says nothing else. */
export type CliRun = (args: readonly string[], print: (line: string) => void, language: Language) => Promise<number>;

type CommandWords = Words['terminal'];

/** One subcommand of `npx backout`. */
export type CliCommand = {
  readonly name: keyof CommandWords['summaries'];
  readonly usage: string;
  /** What else may be said, and what it means. */
  readonly options: readonly (readonly [option: string, meaning: keyof CommandWords['options']])[];
  /** Only when it is to run: whoever wants help waits for no command's code. */
  load(): Promise<{ readonly run: CliRun }>;
};

const CONFIG = '--config backout.yaml';
const LANGUAGE = `--language ${LANGUAGES.join('|')}`;

/** What a command that reads the inventory may be told. */
const INVENTORY: CliCommand['options'] = [
  [CONFIG, 'config'],
  [LANGUAGE, 'language'],
];

export const COMMANDS: readonly CliCommand[] = [
  {
    name: 'check',
    usage: 'check [path…] [options]',
    options: [['--json', 'problemsAsJson'], ...INVENTORY],
    load: () => import('./check.js'),
  },
  {
    name: 'print',
    usage: 'print <plan> <scheme> [options]',
    options: [
      [CONFIG, 'printedWith'],
      [LANGUAGE, 'language'],
      ['--backup NAME', 'printedBackup'],
    ],
    load: () => import('./print.js'),
  },
  {
    name: 'doctor',
    usage: 'doctor [options]',
    options: [...INVENTORY, ['--json', 'findingsAsJson']],
    load: () => import('./doctor.js'),
  },
  {
    name: 'hosts',
    usage: 'hosts trust [target…] [options]',
    options: [...INVENTORY, ['--yes', 'yes']],
    load: () => import('./hosts.js'),
  },
  {
    name: 'status',
    usage: 'status [options]',
    options: [...INVENTORY, ['--json', 'sameAsJson']],
    load: () => import('./status.js'),
  },
  {
    name: 'record',
    usage: 'record <run> [options]',
    options: [
      ['--events N', 'events'],
      [CONFIG, 'config'],
      [LANGUAGE, 'recordLanguage'],
    ],
    load: () => import('./record.js'),
  },
  {
    name: 'audit',
    usage: 'audit verify [run] [options]',
    options: [['--anchor HASH', 'anchor'], ...INVENTORY],
    load: () => import('./audit.js'),
  },
  {
    name: 'lock',
    usage: 'lock --check <system> | --break <system> --run <run> --reason <text>',
    options: [
      ['--check SYSTEM', 'lockCheck'],
      ['--break SYSTEM', 'lockBreak'],
      ['--run RUN', 'lockRun'],
      ['--reason TEXT', 'lockReason'],
      ['--force', 'lockForce'],
      ...INVENTORY,
    ],
    load: () => import('./lock.js'),
  },
  { name: 'backup', usage: 'backup <file> [options]', options: INVENTORY, load: () => import('./backup.js') },
  { name: 'restore', usage: 'restore <file> [options]', options: INVENTORY, load: () => import('./restore.js') },
];
