import type { Words } from './words/words.js';

type Detail = keyof Words['seen']['details'];

/** Sentences of Backout's own among the technical words of a failure. Journals hold them as they stand here. */
const SENTENCES: readonly (readonly [name: Detail, written: RegExp])[] = [
  ['noWholeAnswer', /(?:timeout: )?no whole answer within (\d+) ms/],
  ['tooManyEntries', /the directory holds too many entries/],
  ['listingCut', /the listing is cut/],
  ['listingUnreadable', /the listing cannot be read/],
  ['noClaim', /no claim on the host/],
  ['cancelledBefore', /cancelled before it started/],
  ['keyRevoked', /the key is revoked/],
  ['otherKind', /a key of another kind/],
  ['notInInventory', /(\S+) is not in the inventory/],
  ['otherWriter', /another writer was first/],
  ['rateLimited', /rate limited for (\d+) ms/],
  ['connectionLost', /(?:the )?connection (?:was )?lost(?: at once)?/],
  ['noChannel', /the host opened no channel in time/],
  ['connectingSlow', /connecting took too long/],
  ['notNamed', /the inventory does not name it/],
  ['unset', /the environment variable (\S+) is not set/],
  ['noFile', /(\S+) does not exist; write the secret into it, for this account alone/],
  ['unreadable', /(\S+) cannot be read by (\S+); run: chown \S+ \S+/],
  ['notFile', /(\S+) is not a file/],
  ['public', /everybody on this machine may read or write it; run: chmod 600 (\S+)/],
  ['tooLarge', /(\S+) is larger than (\d+) KiB/],
  ['empty', /it is empty/],
  ['tooShort', /it is shorter than (\d+) characters/],
  ['otherUser', /it belongs to another user/],
  ['othersMayRead', /mode (\d+): others may read it; chmod 600/],
  ['answered', /answer: (.+)/],
  ['resulted', /result: (.+)/],
  ['noBackupFile', /no such file: (\S.*)/],
  ['noBackupDirectory', /no such directory: (\S.*)/],
  ['noBackupTag', /no such tag: (\S.*)/],
  ['absent', /ENOENT: no such file or directory, \w+ '(.+)'/],
  ['notAllowed', /EACCES: permission denied, \w+ '(.+)'/],
  ['lacks', /the host lacks (.+)/],
  ['noPrintf', /printf is no builtin of this host's sh/],
  ['noMemory', /no directory in memory for secrets/],
  ['noHome', /HOME is no directory/],
  ['cannotWrite', /(\S+) cannot be (?:written|made)/],
  ['cannotRemove', /(\S+) cannot be removed/],
  ['notOurs', /(\S+) is not a writable directory of this user/],
  ['diskFull', /the disk of (\S+) has only (\d+) kB left/],
  ['endedAtLogout', /systemd-logind ends all processes of (\S+) at logout \(KillUserProcesses=yes\)/],
  ['noSupervisor', /the supervisor could not start/],
  ['unprepared', /the script or its secrets found no room, or its shell was ended before its turn/],
  // Of older journals.
  ['noRoom', /the script or its secrets found no room/],
  ['installTools', /install util-linux or busybox/],
  ['otherShell', /make sh dash, bash or busybox/],
  ['mountMemory', /mount a tmpfs on \/dev\/shm or set BACKOUT_SECRETS_DIR/],
  ['giveHome', /give the user a home directory/],
  ['freeSpace', /free space/],
  ['freeProcesses', /look at free space and process limits/],
  ['lookAtLimits', /look at process limits, memory and \/bin\/sh/],
  ['writableHome', /make the home directory writable(?: and free space)?/],
  ['giveFolder', /remove it or give it to the user/],
  ['removeIt', /remove it (?:by hand|and free space)/],
  ['excludeUser', /set KillExcludeUsers=root (\S+) in \/etc\/systemd\/logind\.conf and restart systemd-logind/],
  ['noAnswer', /no answer in time/],
  ['hungUp', /the host hung up/],
  ['noShell', /the host's shell ended with (\d+) and no answer(?:: ([\s\S]+))?/],
  ['stillRuns', /still runs: (.+)/],
  ['otherScript', /the token is claimed by a different script/],
  ['judgeByHand', /judge the step by hand/],
  ['newerEpoch', /epoch (\d+) was here/],
  ['stopThisBot', /stop this bot/],
  ['noReason', /a reason is missing/],
  ['nameTaken', /there is a file of this name already/],
  ['somebodyAnswers', /somebody answers there already/],
  ['botEnded', /the bot ended before it had answered/],
  ['sameMoment', /another Backout opened it at the same moment/],
  ['onlyEvents', /run (\S+) has (\d+) events/],
  ['unreadableBackup', /cannot (?:read(?: all of)?|enter) (\S.*)/],
];

/** What a host's runner refused, and what to do about it: `unsuitable <what>|<fix>`. */
const REFUSAL = /^(?:unsuitable|mismatch|fenced) ([^|]+)\|(.+)$/;

/** The technical words of a failure: Backout's own sentence in the reader's language, a system's own as it came. */
export function detailWords(detail: string, w: Words): string {
  const { seen, semicolon } = w;
  const [, refused, fix] = REFUSAL.exec(detail) ?? [];
  if (refused && fix) return `${detailWords(refused, w)}${semicolon}${detailWords(fix, w)}`;
  for (const [name, written] of SENTENCES) {
    const found = new RegExp(`^${written.source}$`).exec(detail);
    if (found) return seen.details[name](found[1] ?? '', found[2] ?? '');
  }
  return detail;
}
