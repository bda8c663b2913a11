import { FILL_MEANINGS } from './fill-meanings.js';

const BEGINNING = `# The plan file

One YAML file per system in \`plans/\`. \`npx backout check\` refuses unknown and duplicate keys, names that are declared
nowhere and values of the wrong kind, each with its line and column and with what to write instead. How to get from a document
to a plan is told in [writing-a-plan.md](writing-a-plan.md); five complete plans are
[plans/wechat-backend.yaml](../plans/wechat-backend.yaml), [plans/meiyueart.yaml](../plans/meiyueart.yaml),
[plans/partytix.yaml](../plans/partytix.yaml), [plans/points-app.yaml](../plans/points-app.yaml) and
[plans/shop.yaml](../plans/shop.yaml). An editor
completes and checks a plan that begins with \`# yaml-language-server: $schema=../docs/plan.schema.json\`. This page is computed
from the same schema.

## How it becomes a rollback

- \`/rollback scheme-<key>\`, or one of the scheme's \`aliases\`, asks for a scheme; a person fills in severity, reason and impact,
  and chooses the backup if the scheme names a source. \`--dry-run\` behind it asks the pre-checks and shows what would run.
- All \`prechecks\` are asked at once. One that is \`blocking\` and does not pass ends the request; the others are evidence of what
  is broken now: an unhealthy service must not forbid its own rollback.
- The open boxes of \`checklist\` are ticked. Then one of the severity's \`deciders\` approves, within \`approval.validFor\`. At
  \`action: observe\` no rollback can be asked for.
- The \`notice\` goes out, and the \`steps\` run one after the other. Exit code 0 is success; after anything else no further step
  runs. A step with \`when\` asks first, on its host and just before its script, whether it is needed; one that is not counts as
  done and is not taken back. A step that reaches its \`deadline\`, or prints nothing for its \`inactivity\`, gets TERM, ten seconds later KILL, and has failed.
- All \`checks\` are asked at once. A required one that does not pass, or has no answer, is a failure; one with
  \`required: false\` makes the run a partial success. People answer the \`manual\` ones with buttons.
- When a step or the verification failed, what was done is taken back by itself if \`restore.automatic\` names that failure;
  otherwise people choose. When nobody can prove how a step ended, its \`verify\` is asked, and people choose.
- The \`record\` and the \`review\` are filled in; what no machine can know is asked for in a dialog.

## How a script runs

Under \`sh -eu\` in the account's home directory, or in \`directory\`, in a session of its own, with nothing on standard input. It is
the host's \`sh\`, not bash: no \`[[ … ]]\`, no arrays, no \`set -o pipefail\`. There is no template language in scripts: **values reach them as
environment only**, so write \`"$BACKUP_DIR"\`, in quotes.

| variable | given to | what it holds |
|---|---|---|
| every key of \`variables\` | all scripts | what the inventory says for this system |
| every key of the step's \`environment\` | the step, its condition, its snapshot, its verify, its undo | the fixed value in the plan |
| \`BACKUP\` | all scripts of a scheme with \`backup:\` | the chosen backup's full path; of a git tag, the tag |
| \`BACKUP_NAME\` | the same | its name |
| \`BACKUP_BYTES\` | the same | its size in bytes; 0 for a tag |
| \`BACKUP_DIGEST\` | the same | SHA-256 in hex; of a directory, over its files' names and sums; of a tag, its commit |
| \`BACKUP_VERSION\` | all scripts of a scheme whose \`backup:\` is a set | the chosen version; \`BACKUP_NAME\` holds it too, \`BACKUP_BYTES\` the size of all parts |
| \`BACKUP_<PART>\` | the same | the path of that part, or its tag: \`BACKUP_DATABASE\` of \`database\` |
| \`BACKUP_<PART>_BYTES\`, \`BACKUP_<PART>_DIGEST\` | the same | that part's size and digest; of a tag, 0 and its commit |
| \`BACKOUT_RUN\` | steps, conditions, snapshots, verify, undos, \`restore\` | the run's id; for what takes back an ended run, that run's |
| \`BACKOUT_STEP\` | steps, conditions, snapshots, verify, undos | the step's id |
| \`NAME_FILE\` of each secret in \`secrets\` | the step and its undo | the path of a 0600 file in memory, removed when the step ends |

With \`header:\` a secret's file holds the line \`Header: value\`, ready for \`curl -H @"$NAME_FILE"\`. A secret's content in a command
line or a variable is refused. So are variables that nobody gives (one that a file on the host sets is written \`"\${PORT:-}"\` after
\`. "$HOME/app/config.env"\`), \`curl\` without \`-f\` and placeholders such as \`<commit-hash>\`.
The host keeps the first 8 MB of what a step prints. A step ends with its script: a service that it leaves in the background runs on, but
start it with \`setsid\`, or it is stopped with the step that started it, should that step reach its deadline or be stopped.

With \`user: postgres\` a step, its condition, snapshot, verify and undo run through \`sudo -n -u postgres -- env … sh\`, and cannot have
secrets. sudoers must allow that account everything: \`deploy ALL=(postgres) NOPASSWD: ALL\`; \`npx backout doctor\` asks for it on each
host. They begin in the home of the account that logs in, but \`$HOME\` is the other one's. Checks, \`restore.checks\` and \`restore.kept\` run
as the account that logs in: let such a step keep its copy in a folder of \`variables\` that both can look into, not below \`$HOME\`.

What a step does to the system is its \`effect\`. \`reversible\` is also what needs no undo: a restart, a cache that fills again, a CDN that
is purged. \`irreversible\` is what cannot be had back, such as a message that went out: with one, a scheme cannot say
\`restore.automatic\`, and people choose.

A target is a host, or the machine that Backout itself runs on: the inventory says which (\`local: true\`), the plan is the same.

With \`group: true\` it is several hosts that are alike; the inventory names them in order, the first is the canary. Consecutive steps
of one group run host by host: all of them on the canary, then all on the next, so that a step which fails stops before the next
host is touched. The step \`restore\` is \`restore-app-1\`, \`restore-app-2\` … on the hosts \`app-1\`, \`app-2\` …; a check on a group is
one on each host. Backups lie on a target that is one host.

## Backups, and what Backout adds to the steps

\`backups\` declares where backups lie and how their names tell their time; the time of the file does not count. Of those that the
account may read, that are whole, large enough and not stale a person chooses one; proposed is the newest; of tags the \`rollbackVersion\`, else the newest before
the one that is deployed. A scheme says \`backup: <source>\`.

Deployed is the tag that the repository has checked out; where it stands at none, the plan's \`deployedVersion\`. Of a set, a version is
deployed when every part is that the scheme returns to, so files and folders never are. What is deployed is proposed only
where it is the \`rollbackVersion\`. It can be chosen: the list, the dialog and whoever decides are told.

A source with \`kind: set\` has \`parts\`, each with its own target, folder and name with \`{version}\` in it. What is chosen is a version,
and it is usable only when every part of it is there, whole, and passes its own \`complete\`; the list names what is missing or broken. The
highest version comes first. A scheme that returns to some of the parts says \`backup: { source: release, parts: [database] }\` and
needs only these. The approval covers the digest of every part.

\`complete\` reads the chosen backup at each request. A listing also runs it on the newest five files of a source that nothing else is wrong
with, of at most 256 MB each and for 20 seconds in all, once each until the file's size or time changes: a truncated dump is not offered,
and a huge one is not read. What a listing did not read says so. A folder is known by what it \`contains\`, without reading.

Before the scheme's own steps, Backout adds steps that change nothing on the system:

- \`confirm-backup\` computes the digest of the chosen backup again and fails when it changed since it was chosen; of a set,
  \`confirm-backup-<target>\` does so on each target that holds parts;
- \`mark-logs-<target>\` notes where the logs of \`log:\` checks end, and for those of a \`unit\` the host's time, so that only what is new
  after it counts;
- \`reach-<host>\` takes the run's lock on each host of a group, so that none is touched when one of them is not to be had;
- \`<id>-snapshot\`, just before the step \`<id>\`, runs the step's \`snapshot\`: a copy of what the step is about to change, kept for
  instance below \`$HOME/.backout/snapshots/$BACKOUT_RUN\`. It gets no secrets.

A scheme that takes a snapshot, or restores a file or a directory, needs a blocking \`space:\` pre-check.

## Schemes made of schemes

A scheme with \`compose: [database, backend, frontend]\` instead of \`steps\` does what these do, one after the other: their steps,
pre-checks, checks and \`restore\` are its own, and each of them still works alone. A step's id is unique across the parts. Checks
with one id ask the same thing and are asked once; a check that the composed scheme writes itself comes in their place. \`without\` names
steps and checks of the parts that the whole does not need, e.g. a start between two of them. One run returns to one backup: parts that
name different sources cannot be composed, but a part without \`backup:\`, which finds the version before by itself, goes with any.
\`restore.automatic\` is what the composed scheme says itself. What the record says is put together from its parts'.

## How it is taken back

A step's \`undo\` puts back what the step did, also when it did only a part of it: a step that failed or was stopped may have come
anywhere. Undos are steps of their own, called \`<id>-undo\`, with the step's target, directory, account, environment and secrets.
Those of steps that were started run, each once, the last first; then \`restore.checks\` tell whether things are as they were. A
scheme with an undo needs them, and none of them asks a person. An undo that fails, or a check that does not pass, puts the run on
hold: nothing further runs. How to write all this is told in [writing-a-plan.md](writing-a-plan.md#3-when-the-rollback-itself-fails).

After a success \`/rollback undo <run>\` asks for a run that does the same, with an approval of its own; \`restore.kept\` must pass,
and without it a scheme cannot be undone after its end.

## Kinds of checks

Each check has exactly one of these. \`retry\` asks again until the answer is yes; \`soak\` then wants it to stay yes for that long.

- \`http\`: requests from where Backout runs, as a user would make them. Values saved from an answer go into later paths and headers
  as \`{NAME}\`. A check that posts is asked once.
  Of an answer the \`status\` is judged, what \`json\` names of it, and the text that a page \`contains\` or \`lacks\`.
- \`metric\`: a number of Prometheus is \`above\` or \`below\` another, in every series of the answer.
- \`command\`: a script on a target that only reads. 0 is yes, and \`contains\` names words that it must print.
- \`backup\`: a usable backup exists in that source.
- \`checksum\`: files hold the very same bytes, e.g. a restored file and the backup's.
- \`log\` (only in \`checks\`, not in \`restore\`): no new line of a log matches, since the run began. The log is a \`file\`, or what
  a \`unit\` writes to the journal of systemd; the account that logs in must be in the group \`systemd-journal\` then.
- \`space\`: there is room for the backup and the copies.
- \`sudo\` (only in \`prechecks\`, and \`blocking\`): the account that logs in may run these commands as root without a password.
- \`manual\` (only in \`checks\`, not in \`restore\`): a person answers: of \`role\`, or anybody who may request or decide; without an answer \`within\` that time it is unknown, which is no success. Nobody is waited for once a required check has failed.

What a plan asks of every scheme stands at the top, in its own \`prechecks\` and \`checks\`; a scheme replaces one by the same \`id\`, or
names it in \`without\`.

## The checklist

A box with \`answeredBy: person\` must be ticked before anybody can approve. The others are answered by what happened: \`request\` (the
reason and the impact were given), \`prechecks\` (the blocking ones passed), \`message\` (the request stands in the channel), \`checks\`
(the scheme has checks that verify it).

## Papers: fill and ask

A field of \`notice\`, \`record\` or \`review.report\` has either \`fill\`, which the run tells, or \`ask\`, a name under which a person is
asked for it after the run. The notice goes out by itself and has no \`ask\`.

| \`fill:\` | what it writes |
|---|---|`;

const END = `## Editing a plan while Backout runs

A valid edit counts for the next request, without a restart. An invalid one leaves the last valid plan in force, and
\`/rollback schemes\` and a message in the system's channels say so. A run keeps the plan it was asked for with.

## Kinds of values

A *text* is for people: one text, or \`{ zh-CN: …, en: … }\`. What YAML takes for a number needs quotes where a text belongs: \`version:
"1.0"\`, and of a scheme with the key \`1\`, \`scheme: "1"\`, \`compose: ["1", "2"]\`. A *duration* is \`500ms\`, \`30s\`, \`5m\`, \`24h\`
or \`1d\`. A *term* is a duration or working days, \`1 working day\`: holidays are known to people alone. A *size* is \`200MB\` or
\`5GB\`. A *name* has lower-case letters, digits and dashes, a *variable name* capital letters, digits and underscores. A *host path* is a
variable, or \`$HOME\` of the account, and what lies below it: \`$APP_DIR/config.json\`; a
name with spaces or letters that are not English is a variable of its own. A *value* under \`json\` is what must stand at a
dotted path: a text, number, true, false or null, or \`{ below: 0.01 }\`, \`{ above: 0 }\`, \`{ present: true }\`, \`{ variable:
BACKUP_NAME }\`. What stands twice can be written once, with YAML's anchors: \`command: &running { … }\`, and there \`command: *running\`.`;

const FILL_ROWS = Object.entries(FILL_MEANINGS).map(([fill, meaning]) => `| \`${fill}\` | ${meaning} |`);

/** What the reference says before its tables. */
export const REFERENCE_INTRODUCTION = `${BEGINNING}\n${FILL_ROWS.join('\n')}\n\n${END}`;
