import type { FailureCode } from '../../domain/failure.js';
import type { Typing } from '../../view/door.js';

export type Facts = Readonly<Record<string, string>>;
/** What is wrong and where, and what to do next; commands as the reader can type them. */
export type ProblemWords = (
  at: string,
  facts: Facts,
  typed: Typing,
) => { readonly what: string; readonly next: string };

const told = (what: string, next: string) => ({ what, next });

export const enProblems: { readonly problems: Readonly<Record<FailureCode, ProblemWords>> } = {
  problems: {
    'ssh.unreachable': (at) => told(`Host ${at} cannot be reached.`, 'Check the host and the network, then try again.'),
    'ssh.auth-refused': (at) =>
      told(`Host ${at} does not accept Backout's key.`, 'Check user and key in backout.yaml and on the host.'),
    'ssh.host-key-unknown': (at) =>
      told(
        `The identity of host ${at} is not on file.`,
        'Where Backout runs, type npx backout hosts trust, compare the fingerprint on the host, then try again.',
      ),
    'ssh.host-key-changed': (at) =>
      told(
        `Host ${at} shows another host key than before.`,
        'Find out why before anything runs there. Somebody may be in between.',
      ),
    'ssh.key-unusable': (at) =>
      told(`The SSH key ${at} cannot be used.`, 'Check the key file, its rights and its passphrase.'),
    'host.unsuitable': (at) =>
      told(`Host ${at} lacks something Backout needs.`, 'See the detail, put it right, then try again.'),
    'host.command-failed': (at) => told(`A command failed on ${at}.`, 'See the detail, then try again.'),
    'host.locked': (at, { run }) =>
      told(
        `Another rollback holds host ${at}${named(run)}.`,
        'Nothing was touched here. Wait until that one is over, or finish it first.',
      ),
    'host.fenced': (at) =>
      told(
        `Host ${at} takes orders only from the Backout that was started last.`,
        'This one is older: stop it. The newer one works with the same journal and goes on.',
      ),
    'target.unknown': (at) => told(`backout.yaml has no host ${at}.`, 'Add it there, then try again.'),
    'target.changed': (at) =>
      told(`${at} has changed since the request.`, 'Request again, so that the new host is approved.'),
    'secret.missing': (at) =>
      told(
        `Secret ${at} is not set or cannot be read.`,
        'Set it right where Backout runs, as the detail says, then try again.',
      ),
    'slack.other-team': (at, { team }) =>
      told(
        `SLACK_BOT_TOKEN belongs to workspace ${at}, not to ${team ?? ''} as backout.yaml says.`,
        'Use the right token or correct slack.team.',
      ),
    'port.unusable': (at) =>
      told(
        `Backout cannot listen on ${at}.`,
        'End what uses this port, or choose another one, then start Backout again.',
      ),
    'http.unreachable': (at) => told(`${at} does not answer.`, 'Check the address and the network, then try again.'),
    'check.asked-before': () =>
      told(
        'This was sent before Backout restarted and its answer was lost; it changes data and is not sent twice.',
        'Check it by hand.',
      ),
    'journal.busy': () =>
      told('Another Backout holds this journal.', 'Stop that one, or name another journal in backout.yaml.'),
    'journal.full': () =>
      told(
        'The journal cannot be written: the disk is full.',
        'Free space where Backout runs. Nothing runs unrecorded.',
      ),
    'plan.unknown': (at, _, typed) => told(`There is no system ${at}.`, `${typed('help')} shows what exists.`),
    'scheme.unknown': (at, _, typed) => told(`There is no scheme ${at}.`, `${typed('schemes')} lists the schemes.`),
    'severity.unknown': (at) => told(`Severity ${at} does not lead to a rollback.`, 'Choose another severity.'),
    'severity.observe-only': (at) =>
      told(
        `At ${at} the plan says to keep watching, not to roll back.`,
        'If it gets worse, request again at a higher severity.',
      ),
    'run.unknown': (at, _, typed) => told(`There is no run ${at}.`, `${typed('status')} lists the runs.`),
    'run.busy': (at, { holder, run }, typed) =>
      told(
        `A rollback of ${at} is already open${named(run ?? holder)}.`,
        `Wait for it or stop it. ${typed('status')} shows it.`,
      ),
    'run.closed': (at) =>
      told(`Run ${at} has ended.`, 'Nothing was changed just now. Request a new one if it is needed.'),
    'run.not-allowed': (at, { roles }) =>
      told(
        `You may not do this with run ${at}.`,
        roles ? `Those who may: the requester, ${each(roles)}.` : 'Ask the requester or a decider.',
      ),
    'run.claimed': (at) =>
      told(
        `Somebody is already dealing with run ${at}.`,
        'Your press changed nothing. Speak to that person; if it is for you to choose, press "Decide in their place" on the rollback message first.',
      ),
    'step.running': () =>
      told(
        'This step still runs on its host, so nobody can say yet how it ends.',
        'Wait for its end, then press "Check again". Or stop it on the host first.',
      ),
    'rerun.not-allowed': (at) =>
      told(
        `This step of run ${at} may not be run again: nothing on its host could tell whether it ran twice.`,
        'Choose another way on, on the rollback message.',
      ),
    'rerun.own': (at) =>
      told(
        `You asked yourself to run the step of ${at} again.`,
        'Another decider must say yes: what may do harm twice takes two people.',
      ),
    'rerun.not-asked': (at) =>
      told(`Nobody asks to run a step of ${at} again any more.`, 'Nothing was run. Look at the rollback message.'),
    'undo.nothing': (at) =>
      told(
        `There is nothing of run ${at} that Backout can take back.`,
        'It changed nothing, or its plan does not say how. The record names what was done.',
      ),
    'undo.not-kept': (at) =>
      told(
        `The copy that run ${at} kept from before is gone, so it cannot be taken back.`,
        'Choose a backup and request a rollback to it.',
      ),
    'undo.later-run': (at, { run }) =>
      told(
        `A later run${named(run)} has changed the same system since ${at}.`,
        'Take back the later one first, or request a rollback.',
      ),
    'undo.open': (at) =>
      told(`Run ${at} has not ended yet.`, 'Choose "Undo" on the rollback message, or wait for its end.'),
    'request.stale': (at) =>
      told(`Request ${at} changed after you saw it.`, 'Read the rollback message again, then decide.'),
    'request.not-allowed': (at, { roles }) =>
      told(
        `You may not request a rollback of ${at}.`,
        roles ? `These roles may: ${each(roles)}.` : 'Ask someone who may.',
      ),
    'approval.not-decider': (at, { roles }) =>
      told(
        `You are not a decider for ${at}.`,
        roles ? `These roles decide: ${each(roles)}. Ask one of them.` : 'Ask a decider.',
      ),
    'approval.own-request': (at) => told(`You made request ${at} yourself.`, 'Another decider must approve it.'),
    'approval.already-decided': (at) =>
      told(`Request ${at} is already decided.`, 'Your press changed nothing. The rollback message shows who decided.'),
    'person.guest': () =>
      told('Guests, bots and people from elsewhere can neither request nor decide.', 'Ask a member of the team.'),
    'person.unverified': () => told('Slack could not confirm who you are.', 'Try again in a moment.'),
    'role.unverified': (at) =>
      told(
        `Slack does not say who is in the user group ${at}.`,
        'Try again later, or ask a decider who is named directly.',
      ),
    'run.orphaned': (at, { system }) =>
      told(
        `Run ${at} is still open, but backout.yaml no longer has its system ${system ?? ''}.`,
        'Put the system back into backout.yaml, then start Backout.',
      ),
    'journal.damaged': (at) =>
      told(`The journal (${at}) was changed or is damaged.`, 'Stop using this journal file: restore it from a backup.'),
    'backup.unknown': (at, _, typed) =>
      told(`There is no backup ${at} any more.`, `${typed('list-backups')} shows the present ones.`),
    'backup.unusable': (at, { why = '', seen }, typed) =>
      told(
        `The backup ${at} cannot be used: ${UNUSABLE[why] ?? why}${seen ? ` (${seen})` : ''}.`,
        `${typed('list-backups')} shows the usable ones.`,
      ),
    'backup.missing': (at, _, typed) =>
      told(`There is no usable backup in ${at}.`, `${typed('list-backups')} shows what is there and why not.`),
    'checklist.open': (at, { items }) =>
      told(`The checklist of ${at} is not complete: ${each(items ?? '')}.`, 'Tick the open boxes, then approve.'),
    'check.closed': (at) =>
      told(
        `The check "${at}" is answered already, or the run has moved on.`,
        'Your answer to it did not count; look at the rollback message for others that you sent with it. If you saw a failure later, write it into the record with "Complete the record" once the run has ended, and request again if needed.',
      ),
    'check.unanswered': () =>
      told('Nobody answered this in time, so it is unknown.', 'Look at it and tell the record what you find.'),
    'check.not-asked': () =>
      told('This check changes data, so a dry run does not send it.', 'It is asked when the rollback is real.'),
    'record.open': (at) => told(`Run ${at} has not ended yet.`, 'Complete its record when it has.'),
    'input.invalid': (at) => told(`${at} is not filled in correctly.`, 'Correct it and send it again.'),
  },
};

const UNUSABLE: Readonly<Record<string, string>> = {
  empty: 'it is empty',
  'too-small': 'it is too small',
  incomplete: 'something is missing in it',
  stale: 'it is too old',
  'safety-copy': 'an earlier rollback took it',
  'wrong-kind': 'it is a link, or a file where a directory belongs',
  closed: 'the account that logs in may not read it',
  'in-the-future': 'its name says a time in the future',
  unreadable: 'it cannot be read whole, or is broken',
};

function named(run: string | undefined): string {
  return run ? ` (${run})` : '';
}

function each(roles: string): string {
  return roles.split(',').join(', ');
}
