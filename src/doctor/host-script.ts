import type { Script } from '../engine/ports.js';
import type { HostNeeds } from './needs.js';

/**
 * Looks at a host and changes nothing. One line per fact, its name first. `BACKOUT_NEEDS` has one line per account, `-` for the
 * one that logged in: the account, then the commands it must find.
 */
const TEXT = `
printf 'time %s\\n' "$(date +%s)"
boot=
if [ -r /proc/sys/kernel/random/boot_id ]; then read -r boot </proc/sys/kernel/random/boot_id; fi
[ -n "$boot" ] || boot=$(sysctl -n kern.bootsessionuuid 2>/dev/null) || boot=
printf 'boot %s\\n' "$boot"
at=$HOME/.backout
# Neither there nor a broken link: then it is made in the home directory.
[ -e "$at" ] || [ -L "$at" ] || at=$HOME
if [ ! -d "$at" ]; then
  printf 'nodir %s\\n' "$at"
  at=$HOME
elif [ -w "$at" ] && [ -x "$at" ] && [ -O "$at" ]; then printf 'state %s\\n' "$at"; else printf 'closed %s\\n' "$at"; fi
line=$(df -Pk "$at" 2>/dev/null | tail -n 1)
line=\${line%%\\%*}
set -- $line
if [ "$#" -gt 2 ]; then shift $(($# - 2)); printf 'free %s\\n' "$1"; fi
for memory in "\${BACKOUT_SECRETS_DIR:-}" "\${XDG_RUNTIME_DIR:-}" /dev/shm; do
  [ -d "$memory" ] && [ -w "$memory" ] || continue
  if [ "$memory" = "\${BACKOUT_SECRETS_DIR:-}" ] || [ "$(stat -f -c %T "$memory" 2>/dev/null)" = tmpfs ]; then
    printf 'memory %s\\n' "$memory"
    break
  fi
done
# What the account may not see is left out without a word. The first process writes as long as there is a journal.
if [ -n "$BACKOUT_JOURNAL" ] && command -v journalctl >/dev/null 2>&1; then
  [ -n "$(journalctl --quiet --no-pager --output=cat --lines=1 _PID=1 2>/dev/null)" ] || echo nojournal
fi
look='for tool; do command -v "$tool" >/dev/null 2>&1 || printf "missing %s %s\\\\n" "$0" "$tool"; done'
printf '%s\\n' "$BACKOUT_NEEDS" | while read -r user tools; do
  set -f
  if [ "$user" = - ]; then
    sh -c "$look" - $tools </dev/null
    # The scripts call it themselves: then at least something must be allowed without a password.
    case " $tools " in
      *' sudo '*)
        if command -v sudo >/dev/null 2>&1 && ! why=$(sudo -n -l 2>&1 >/dev/null </dev/null); then
          printf 'refused root %s\\n' "$(printf '%s' "$why" | tail -n 1)"
        fi
        ;;
    esac
  elif why=$(sudo -n -u "$user" -- env sh -c : 2>&1 </dev/null); then
    printf 'sudo %s\\n' "$user"
    sudo -n -u "$user" -- env sh -c "$look" "$user" $tools </dev/null
  else
    printf 'refused %s %s\\n' "$user" "$(printf '%s' "$why" | tail -n 1)"
  fi
done
echo end
`;

/** The script for a host of which a plan needs this. */
export function hostScript({ tools, journal }: HostNeeds): Script {
  const lines = [...tools].map(([user, needs]) => [user || '-', ...needs.map(({ tool }) => tool)].join(' '));
  const env = { BACKOUT_NEEDS: lines.join('\n'), BACKOUT_JOURNAL: journal ? 'needed' : '' };
  return { text: TEXT, env, secrets: {}, deadline: 8_000 };
}

/** Facts of a host by their name, in the order they were said; undefined when it did not come to the end. */
export function readFacts(output: string): ReadonlyMap<string, readonly string[]> | undefined {
  const lines = output.split('\n').map((line) => line.trimEnd());
  if (!lines.includes('end')) return undefined;
  const facts = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', ...rest] = line.split(' ');
    facts.set(name, [...(facts.get(name) ?? []), rest.join(' ')]);
  }
  return facts;
}
