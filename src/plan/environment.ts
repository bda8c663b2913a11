import { BACKUP_NAMES } from '../domain/backup-values.js';
import { type Bilingual, both } from '../domain/text.js';

const SHELL =
  'PATH HOME PWD OLDPWD USER LOGNAME SHELL LANG LANGUAGE TERM TZ TMPDIR IFS PPID UID EUID HOSTNAME MAIL LINENO OPTARG OPTIND RANDOM SECONDS';
const STEERING = 'ENV BASH_ENV BASHOPTS SHELLOPTS CDPATH GLOBIGNORE PS1 PS2 PS3 PS4 PROMPT_COMMAND POSIXLY_CORRECT';
/** Where a log ended before the first step; given to `log:` checks alone. */
export const LOG_MARK = 'LOG_MARK';

const GIVEN = new Set(SHELL.split(' '));
const RESERVED = new Set([...GIVEN, ...STEERING.split(' '), ...BACKUP_NAMES, 'BACKUP_VERSION', LOG_MARK]);

/** True for a variable that a shell or a login sets by itself. */
export function isGivenByShell(name: string): boolean {
  return GIVEN.has(name) || /^(LC|SSH|XDG|BASH)_/.test(name);
}

/** True for a name that a plan must not give a value to, because it changes how scripts run or is Backout's own. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || /^(LC|LD|DYLD|BASH|BACKOUT)_/.test(name);
}

/** What is said of such a name. */
export function reserved(name: string): Bilingual {
  return both(
    `${name} belongs to the shell or to Backout; choose another name, e.g. APP_${name}`,
    `${name} 是 shell 或 Backout 自己用的名称；请换一个，例如 APP_${name}`,
  );
}
