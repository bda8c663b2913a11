import type { Group } from '../entry.js';
import { ofRun } from '../from-run.js';
import { conditionUnclear, notNeeded } from '../tales/conditional.js';

/** A step that asks first whether it is needed. */
export const conditionalGroup: Group = {
  id: 'conditional',
  title: 'A step that asks first whether it is needed',
  entries: [
    ofRun(notNeeded, { name: 'Request file', when: 'before the decision', key: 'request-file' }),
    ofRun(notNeeded, { name: 'Not needed', when: 'the run is over' }),
    ofRun(notNeeded, { name: 'What it saw', when: 'the step was left out', key: 'output:restart-cache' }),
    ofRun(notNeeded, { name: 'Record', when: 'the run is over', key: 'record-file' }),
    ofRun(conditionUnclear, { name: 'Nobody can tell', when: 'its condition ended with another code' }),
  ],
};
