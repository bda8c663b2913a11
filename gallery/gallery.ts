import type { Group } from './entry.js';
import { backupsGroup } from './groups/backups.js';
import { byHandGroup } from './groups/by-hand.js';
import { commandsGroup } from './groups/commands.js';
import { conditionalGroup } from './groups/conditional.js';
import { decidingGroup } from './groups/deciding.js';
import { documentsGroup, endingGroup } from './groups/ending.js';
import { formsGroup } from './groups/forms.js';
import { homeGroup } from './groups/home.js';
import { hostsGroup } from './groups/hosts.js';
import { fromMessageGroup, incidentGroup } from './groups/incident.js';
import { problemsGroup } from './groups/problems.js';
import { putBackGroup } from './groups/put-back.js';
import { runningGroup, verifyingGroup } from './groups/running.js';
import { schemesGroup } from './groups/schemes.js';
import { seenGroup } from './groups/seen.js';
import { restoringGroup, standingGroup } from './groups/standing.js';
import { troubleGroup } from './groups/trouble.js';
import { undoingGroup } from './groups/undoing.js';
import { waysGroup } from './groups/ways.js';

/** Everything Backout shows, in the order of the story. */
export const GALLERY: readonly Group[] = [
  commandsGroup,
  backupsGroup,
  schemesGroup,
  formsGroup,
  decidingGroup,
  runningGroup,
  byHandGroup,
  conditionalGroup,
  verifyingGroup,
  endingGroup,
  troubleGroup,
  standingGroup,
  restoringGroup,
  waysGroup,
  undoingGroup,
  putBackGroup,
  hostsGroup,
  incidentGroup,
  fromMessageGroup,
  homeGroup,
  documentsGroup,
  problemsGroup,
  seenGroup,
];
