import type { App } from '@slack/bolt';
import { type ActionId, isActionId } from '../../view/actions.js';
import { note } from '../../view/note.js';
import { problem } from '../../view/problem.js';
import { acknowledge } from '../acknowledge.js';
import type { Desk } from '../desk.js';
import { fromHome, homeContacts, homeHelp, openLink, refreshHome } from '../home/home-buttons.js';
import { tellPrivately } from '../tell.js';
import { admission } from './admission.js';
import {
  backupDetail,
  newerBackups,
  olderBackups,
  pickBackup,
  refreshBackups,
  shareBackups,
  useBackup,
} from './backups.js';
import { claim, declineRerun, giveUp, grantRerun, hold, rerun, restore, settle, skip, verifyAgain } from './choose.js';
import { openChoice } from './choose-rollback.js';
import { type Click, type Pressed, readClick } from './click.js';
import { completeRecord, completeReview } from './complete-record.js';
import { approve, reject } from './decide.js';
import type { Handler } from './handler.js';
import { nextScheme } from './next-scheme.js';
import { openAnswers, openChecklist } from './open-dialog.js';
import { openRequest, reloadBackups, tryScheme } from './open-request.js';
import { placed } from './placed.js';
import { runCommand, showBackups, showContacts, showRecord, showSchemes, showStatus } from './show.js';
import { abort, askAgain, handOver } from './steer.js';
import { isSuperseded } from './superseded.js';
import { undoRun } from './undo-run.js';

/** One handler per button; the compiler misses none. */
const HANDLERS: Readonly<Record<ActionId, Handler>> = {
  approve,
  reject,
  abort,
  'ask-again': askAgain,
  'hand-over': handOver,
  claim,
  settle,
  rerun,
  skip,
  restore,
  hold,
  'give-up': giveUp,
  'verify-again': verifyAgain,
  'grant-rerun': grantRerun,
  'decline-rerun': declineRerun,
  'next-scheme': nextScheme,
  'undo-run': undoRun,
  'open-request': openRequest,
  'reload-backups': reloadBackups,
  'dry-run': tryScheme,
  'newer-backups': newerBackups,
  'older-backups': olderBackups,
  'pick-backup': pickBackup,
  'use-backup': useBackup,
  'choose-rollback': openChoice,
  'run-command': runCommand,
  'open-checklist': openChecklist,
  'open-answers': openAnswers,
  'refresh-backups': refreshBackups,
  'share-backups': shareBackups,
  'backup-details': backupDetail,
  'show-status': showStatus,
  'show-schemes': showSchemes,
  'show-backups': showBackups,
  'show-contacts': showContacts,
  'show-record': showRecord,
  'complete-record': completeRecord,
  'complete-review': completeReview,
  'open-link': openLink,
  'refresh-home': refreshHome,
  'home-help': homeHelp,
  'home-contacts': homeContacts,
};

/** Listens to every button there is or ever was: one that nobody acknowledges shows the person a warning. */
export function registerActions(app: App, desk: Desk): void {
  app.action<Pressed>(/(?:)/, async ({ ack, action, body, respond }) => {
    await acknowledge(desk, ack);
    const id = action.action_id;
    // A link opens in the browser; Slack only reports that it was pressed.
    if ('url' in action && action.url !== undefined) return;
    if (!(await desk.once(`click:${body.trigger_id}`))) return;
    const click = readClick(body, respond);
    if (!click) return;
    desk.heardFrom(click.channel);
    if (isActionId(id)) return press(desk, id, click);
    desk.log.warn({ action: id }, 'nobody handles this action');
    await tellPrivately(desk, click, note('unknownButton', desk.languageIn(click.channel)));
  });
}

async function press(desk: Desk, action: ActionId, click: Click): Promise<void> {
  const here = await fromHome(desk, action, click);
  // Side by side: a dialog must open within 3 s.
  const [refusal, there] = await Promise.all([
    admission(desk, action, here),
    here.isHome ? here : placed(desk, action, here),
  ]);
  if (refusal) {
    desk.log.info({ action, by: click.by, code: refusal.code }, 'a click was refused');
    return tellPrivately(desk, here, problem(refusal, desk.languageIn(here.channel), here.door));
  }
  if (await isSuperseded(desk, action, click)) return;
  await HANDLERS[action](desk, there);
}
