import { z } from 'zod';
import { advice } from './advice.js';
import { name, span } from './words.js';

const WORD = String.raw`(?:[A-Za-z0-9_./@:=,+%-]|\$[A-Z][A-Z0-9_]*)+`;
const COMMAND = RegExp(`^${WORD}(?: ${WORD})*$`);
const AS_ARGUMENTS = advice(
  'write the command with its arguments as sudo gets it, e.g. systemctl restart $SERVICE',
  '请写交给 sudo 的命令和参数，例如 systemctl restart $SERVICE',
);
const BEHIND_SUDO = advice(
  'write what stands behind sudo -n, e.g. systemctl restart $SERVICE',
  '请只写 sudo -n 后面的部分，例如 systemctl restart $SERVICE',
);
const AS_ROOT = advice(
  'what is asked is what root may do; for another account write command: with run: sudo -n -u postgres env sh -c :',
  '这里问的是能否以 root 执行；要以别的账号执行，请写 command:，其中 run: sudo -n -u postgres env sh -c :',
);

export const sudoSchema = z
  .strictObject({
    target: name.describe('Where the steps run.').meta({ examples: ['app'] }),
    commands: z
      .array(
        z
          .string()
          .regex(COMMAND, AS_ARGUMENTS)
          .refine((command) => !/^sudo /.test(command), BEHIND_SUDO)
          .refine((command) => !command.startsWith('-'), AS_ROOT),
      )
      .min(1, advice('name at least one command', '请至少写一条命令'))
      .describe(
        'Each command with its arguments as the steps give it to `sudo -n`, without quotes; `$NAME` is a variable.',
      )
      .meta({ examples: [['systemctl restart $SERVICE']] }),
    deadline: span(1)
      .default(30_000)
      .describe('When the host ends it; 30s when not said.')
      .meta({ examples: ['30s'] }),
  })
  .describe(
    "The steps' account may run these as root without a password. Where it may not, the line that is missing in sudoers is named.",
  );

/** Names of the variables in a command. */
export function variablesOf(command: string): readonly string[] {
  return [...command.matchAll(/\$([A-Z][A-Z0-9_]*)/g)].map(([, variable = '']) => variable);
}

const ASK = `command -v sudo >/dev/null || { echo "sudo is not installed here"; exit 1; }
account=$(id -un) refused= allowed=
ask() {
  if said=$(LC_ALL=C sudo -n -l -- "$@" 2>&1 </dev/null); then
    allowed="\${allowed}allowed: $*
"
    return
  fi
  # sudo looks where root looks, too.
  program=$(PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v -- "$1") || program=$1
  case $program in
    /*) ;;
    *) said="$said; no such command: $1" ;;
  esac
  shift
  # In sudoers these stand for something else.
  words=$(printf '%s' "$*" | sed 's/[,:=\\\\]/\\\\&/g')
  refused="\${refused}refused: $program $*\${said:+ ($said)}
add with visudo: $account ALL=(root) NOPASSWD: $program\${words:+ $words}
"
}`;

/** Asks sudo, command by command, without running any. */
export function sudoScript({ commands }: z.output<typeof sudoSchema>): string {
  const asks = commands.map(
    (command) =>
      `ask ${command
        .split(' ')
        .map((word) => `"${word}"`)
        .join(' ')}`,
  );
  return [ASK, ...asks, `printf '%s' "$refused$allowed"`, '[ -z "$refused" ]'].join('\n');
}
