import type { App } from '@slack/bolt';
import { registerActions } from './actions/index.js';
import type { Desk } from './desk.js';
import { registerHome } from './home/register-home.js';
import { registerMention } from './mention.js';
import { registerErrors } from './report-broken.js';
import { registerShortcut } from './shortcut.js';
import { registerSlash } from './slash.js';
import { registerAnswers } from './submit-answers.js';
import { registerChecklists } from './submit-checklist.js';
import { registerChoices } from './submit-choice.js';
import { registerCompletions } from './submit-record.js';
import { registerRejections } from './submit-rejection.js';
import { registerSubmissions } from './submit-request.js';
import { registerUndos } from './submit-undo.js';
import { registerWays } from './submit-way.js';

/** Everything Backout hears. What Slack has to send for it stands in `manifest.json`. */
export function registerAll(app: App, desk: Desk): void {
  registerSlash(app, desk);
  registerMention(app, desk);
  registerHome(app, desk);
  registerShortcut(app, desk);
  registerChoices(app, desk);
  registerActions(app, desk);
  registerSubmissions(app, desk);
  registerChecklists(app, desk);
  registerAnswers(app, desk);
  registerCompletions(app, desk);
  registerRejections(app, desk);
  registerWays(app, desk);
  registerUndos(app, desk);
  registerErrors(app, desk);
}
