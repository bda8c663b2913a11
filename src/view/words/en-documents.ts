import type { ChosenBackup } from '../../domain/backup.js';
import type { ChecklistItem } from '../../domain/plan.js';

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
    secretFile: (name: string) => `before this, set ${name} to the path of a 0600 file with that secret`,
    added: 'Added after the end',
  },
};
