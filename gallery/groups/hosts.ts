import { dryRunMessages } from '../../src/view/dry-run.js';
import { type Group, messageEntry } from '../entry.js';
import { ofRun } from '../from-run.js';
import {
  groupAwaiting,
  groupBroken,
  groupHalfway,
  groupNotUndone,
  groupOfOne,
  groupOutdated,
  groupUndoing,
  groupUndone,
  groupUnverified,
  groupWaiting,
  largeGroupAwaiting,
  largeGroupBroken,
  largeGroupTried,
} from '../tales/hosts.js';

/** A target that is several hosts. */
export const hostsGroup: Group = {
  id: 'hosts',
  title: 'Host by host',
  entries: [
    ofRun(groupAwaiting, { name: 'Three hosts, to decide', when: 'the pre-checks are done' }),
    ofRun(groupOfOne, { name: 'A group of one host', when: 'the pre-checks are done' }),
    ofRun(largeGroupAwaiting, { name: 'Sixty hosts, to decide', when: 'a pre-check did not pass on one' }),
    messageEntry('only-you', 'Dry run of sixty hosts', '/rollback dry-run b', (language) => {
      return dryRunMessages(largeGroupTried(language), language)[0];
    }),
    ofRun(largeGroupBroken, { name: 'One of sixty hosts failed', when: 'nineteen are not touched' }),
    ofRun(groupWaiting, { name: 'Another target has its turn', when: 'the first host is done in part' }),
    ofRun(groupBroken, { name: 'The second host failed', when: 'the third is not touched' }),
    ofRun(groupUnverified, { name: 'A check did not pass on the second host', when: 'every step is done' }),
    ofRun(groupOutdated, { name: 'The approval ran out midway', when: 'Backout was down on the second host' }),
    ofRun(groupUndoing, { name: 'Two hosts being undone', when: 'people chose it' }),
    ofRun(groupUndone, { name: 'Two hosts undone', when: 'at the end' }),
    ofRun(groupUndone, { name: 'Two hosts undone, record', when: 'at the end', key: 'record-file' }),
    ofRun(groupNotUndone, { name: 'An undo failed on the second host', when: 'the run is on hold' }),
    ofRun(groupHalfway, { name: 'Stopped on the canary', when: 'a person stopped it' }),
  ],
};
