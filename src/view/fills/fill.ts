import type { Fill } from '../../domain/template.js';
import { checklist } from './checklist.js';
import { checksOf } from './checks.js';
import type { Filled, FillFunction, Paper } from './filled.js';
import { approvedAt, endedAt, estimate, recoveredAt, requestedAt, startedAt, timeline, tookFill } from './moments.js';
import { remarks } from './remarks.js';
import { fromVersion, impact, owner, people, reason, scheme, schemes, severity, toVersion } from './request.js';
import { backup, files, restart, verification } from './restored.js';
import { followUps, result } from './result.js';
import { steps } from './steps.js';

/** One function per fill; the compiler misses none. */
const FILL: Readonly<Record<Fill, FillFunction>> = {
  'requested-at': requestedAt,
  'approved-at': approvedAt,
  'started-at': startedAt,
  'ended-at': endedAt,
  'recovered-at': recoveredAt,
  people,
  owner,
  reason,
  impact,
  severity,
  scheme,
  schemes,
  estimate,
  took: tookFill,
  'from-version': fromVersion,
  'to-version': toVersion,
  backup,
  files,
  restart,
  verification,
  steps,
  checklist,
  'service-checks': checksOf('service'),
  'function-checks': checksOf('function'),
  'performance-checks': checksOf('performance'),
  result,
  'follow-ups': followUps,
  timeline,
  remarks,
};

/** What a run tells for one field; undefined when people must be asked. */
export function fillOf(paper: Paper, fill: Fill): Filled {
  return FILL[fill](paper);
}
