import { answersModal } from '../../src/view/answers-modal.js';
import { words } from '../../src/view/words/words.js';
import { CHANNELS } from '../bound-systems.js';
import { dialogEntry, type Group } from '../entry.js';
import { ofRun } from '../from-run.js';
import { abortedMidway, slowStep, succeeded } from '../tales/ended.js';
import {
  asking,
  askingAgain,
  askingFailed,
  checking,
  resumed,
  running,
  runningLong,
  runningRestore,
  stopping,
  talkative,
  verifying,
  verifyingSoak,
} from '../tales/opened.js';
import { runningMany } from '../tales/told.js';
import { generalNotice } from '../tales/variants.js';

const wechat = CHANNELS['wechat-backend'];

/** Steps under way. */
export const runningGroup: Group = {
  id: 'running',
  title: 'Running',
  entries: [
    ofRun(running, { name: 'Notice', when: 'after the approval, before the first step', key: 'notice' }),
    ofRun(generalNotice, { name: 'Notice, general', when: 'the plan has none of its own', key: 'notice' }),
    ofRun(running, { name: 'Running', when: 'steps run' }),
    ofRun(running, { name: 'Running, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(running, { name: 'Over the expected time', when: 'it takes longer than the scheme says', after: 200_000 }),
    ofRun(runningRestore, { name: 'Restoring a database', when: 'steps run', after: 90_000 }),
    ofRun(runningLong, { name: 'Many checks', when: 'steps run' }),
    ofRun(runningMany, { name: 'More rows than fit', when: 'over twenty steps and checks' }),
    ofRun(runningMany, { name: 'All rows', when: 'the card cannot list them all', key: 'rows' }),
    ofRun(resumed, { name: 'After a restart of Backout', when: 'it took the run up again' }),
    ofRun(stopping, { name: 'Stopping', when: '“Stop” was pressed' }),
    ofRun(running, { name: 'Output', when: 'a step printed something', key: 'output:' }),
    ofRun(talkative, { name: 'Output, shortened', when: 'a step printed very much', key: 'output:' }),
    ofRun(slowStep, { name: 'Output of a step that took too long', when: 'it was stopped', key: 'output:' }),
    ofRun(abortedMidway, { name: 'Output of a step', when: 'it printed, or did not succeed', key: 'output:' }),
  ],
};

/** The checks after the steps. */
export const verifyingGroup: Group = {
  id: 'verifying',
  title: 'Verifying',
  entries: [
    ofRun(verifying, { name: 'Verifying', when: 'steps are done, checks run' }),
    ofRun(checking, { name: 'Verifying, first check', when: 'a check is under way' }),
    ofRun(verifying, { name: 'Verifying, plain', when: 'the workspace refuses the plan block', old: true }),
    ofRun(verifyingSoak, { name: 'Must hold for a while', when: 'a check must go on passing' }),
    ofRun(asking, { name: 'People are asked', when: 'only people can answer what is left' }),
    ofRun(askingFailed, { name: 'Failed already', when: 'a check failed while others are still asked' }),
    ofRun(asking, { name: 'Call to look', when: 'checks wait for people', key: 'call:answers' }),
    ofRun(succeeded, {
      name: 'Call settled',
      when: 'all are answered',
      key: 'call:answers',
      delivered: ['call:answers'],
    }),
    ofRun(askingAgain, {
      ...{ name: 'Reminder to look', when: 'some checks still wait for people', key: 'call:reminder:1' },
    }),
    ofRun(succeeded, {
      name: 'Reminder settled',
      when: 'all are answered',
      key: 'call:reminder:',
      delivered: ['call:reminder:1:0:checks'],
    }),
    dialogEntry('Answer checks', '“Answer checks” was pressed', (language) =>
      answersModal(asking(language), wechat, language),
    ),
    dialogEntry(
      'Answer checks, nothing answered',
      'it was sent as it was',
      (language) => answersModal(asking(language), wechat, language),
      (language) => ({ 'verdict:test-account': words(language).manual.nothing }),
    ),
    dialogEntry('Answer checks, nobody in particular', 'a check that names no role', (language) => {
      const state = asking(language);
      const { scheme } = state.request;
      const checks = scheme.checks.map((check) => {
        if (check.kind !== 'manual') return check;
        const { role: _, ...anybody } = check;
        return anybody;
      });
      return answersModal({ ...state, request: { ...state.request, scheme: { ...scheme, checks } } }, wechat, language);
    }),
  ],
};
