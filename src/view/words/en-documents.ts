import type { ChosenBackup } from '../../domain/backup.js';
import type { CHANNELS } from '../../domain/contact.js';
import type { ChecklistItem } from '../../domain/plan.js';

type Ways = Readonly<Record<(typeof CHANNELS)[number], string>>;
type Answerer = Exclude<ChecklistItem['answeredBy'], 'person'>;

/** What documents say that a run fills in: the record, the notice and the review. */
export const enDocuments = {
  documents: {
    notTold: 'not filled in yet',
    toldBy: 'told by ',
    answeredBy: 'answered by ',
    answered: {
      request: 'in the request',
      prechecks: 'by the pre-checks',
      message: 'by the message in the channel',
      checks: 'by the checks of the scheme',
    } satisfies Record<Answerer, string> as Readonly<Record<Answerer, string>>,
    noCheck: 'no check of this kind',
    notAllDone: 'not every step was completed: see the steps',
    digest: (hex: string) => `SHA-256 ${hex}`,
    backupDigest: (kind: ChosenBackup['kind']): string =>
      kind === 'git-tag' ? 'Commit of the tag' : 'Backup digest (SHA-256)',
    marks: {
      requested: 'rollback requested',
      approved: 'rollback approved',
      started: 'rollback started',
      ended: 'rollback done',
      recovered: 'service restored',
    },
    asUser: (user: string) => `as ${user}`,
    takesBack: (step: number) => `takes back step ${step}`,
    onThisMachine: 'on the machine on which Backout runs, in a shell of its own',
    secretFile: (name: string) => `before this, set ${name} to the path of a 0600 file with that secret`,
    added: 'Added after the end',
  },
  completion: {
    button: { record: 'Complete the record', review: 'Review' },
    spoken: (what: string, run: string) => `${what}: ${run}`,
    title: { record: 'Complete the record', review: 'Review' },
    submit: 'Save',
    explain: 'Fill in what only people know. You may leave fields empty and come back later.',
    posted: 'The document is then posted anew in the thread of the rollback, with your name beside what you told.',
    table: (columns: string) => `One row a line, cells parted by | : ${columns}`,
    nothingNew: 'Nothing has been filled in or changed yet.',
    notEmptied: 'What was told stays on record. Replace it with what is right, or write “none”.',
    cells: (row: number, count: number) => `Row ${row}: write ${count} cells, parted by |`,
    completedAt: (title: string, time: string) => `${title}, completed ${time}`,
  },
  emergency: {
    heading: '🚨 This rollback needs help',
    call: 'Call at once:',
    inThread: 'What to tell them, ready to copy, is in the thread.',
    copy: 'Copy this for them:',
    system: 'System',
    time: 'Rolled back at',
    versions: 'Version',
    stands: 'How it stands',
    log: 'Error log',
    undo: 'Commands that take it back',
    undoByHand: 'Backout runs none of this. A person decides and runs it by hand, in this order.',
    over: 'No help needed any more',
    next: 'The next scheme of the plan',
    useNext: (title: string) => `Request ${title}`,
  },
  contacts: {
    command: 'Show whom to call, and what to tell them',
    heading: '📞 Whom to call',
    none: 'The plan names no contacts.',
    inSlack: 'In Slack now',
    nobody: '⚠️ nobody fills this role',
    information: 'Tell them',
    instructions: 'Until then',
    ways: { phone: 'phone', wechat: 'WeChat', mail: 'mail', link: 'link' } satisfies Ways as Ways,
    more: (count: number) => `… and ${count} more in the plan file.`,
    noWay: 'no way to reach them is given',
    fillIn: (system: string) =>
      `⚠️ marks what reaches nobody: a masked or unfilled entry. Write the real one under contacts: in the plan file of ${system}; it counts at once.`,
  },
  review: {
    command: 'Get the review report of a run',
    fileTitle: (run: string) => `Review report ${run}`,
    checklist: 'Review checklist',
    meeting: 'Review meeting',
    time: 'Time',
    attendees: 'Attendees',
    agenda: 'Agenda',
    within: (span: string) => `within ${span} of the rollback`,
    before: (time: string) => `before ${time}`,
    due: (time: string, command: string) => `Hold the review before ${time}. Its report: ${command}`,
    none: (system: string) => `The plan of ${system} asks for no review.`,
    noRun: 'No rollback that was carried out has ended here yet, so there is nothing to review.',
    notEnded: (run: string) => `${run} has not ended. It can be reviewed when it has.`,
    notRun: (run: string) => `${run} was never carried out, so there is nothing to review.`,
  },
};
