import { planWithout, type Removed } from '../lab/without.js';
import { type Case, cases } from './cases.js';

type Missed = Removed & { readonly missedBy: readonly string[] };

/** Of each scheme, the steps that restore, and the checks that miss them. A step that only looks at their work goes with them. */
const removals: readonly Missed[] = [
  {
    ...{ scheme: '1', steps: ['checkout', 'settings'] },
    missedBy: [
      'The backend is healthy, the database is connected',
      "The code stands at the chosen release's commit",
      'The backend has the restored settings of the database',
    ],
  },
  {
    ...{ scheme: '2', steps: ['settings'] },
    missedBy: ['The backend has the restored settings of authentication', 'The test account can log in'],
  },
  { scheme: '3', steps: ['settings'], missedBy: ['A checkout can be opened', "Stripe's webhooks are in order"] },
  {
    ...{ scheme: '4', steps: ['checkout', 'frontend'] },
    missedBy: ["The backend's code stands at the chosen release's commit", 'The tests of compatibility pass'],
  },
  {
    ...{ scheme: '5', steps: ['cache', 'monolith'] },
    missedBy: ['The backend has the Redis cache', 'The performance is as usual'],
  },
  { scheme: '6', steps: ['repair', 'consistent'], missedBy: ['The data is consistent'] },
  {
    ...{ scheme: '7', steps: ['restore', 'validate'] },
    missedBy: ['The settings are those of the chosen copy', 'All services are running'],
  },
  { scheme: '8', steps: ['edit', 'restart'], missedBy: ['The tests of the alerts pass'] },
  {
    ...{ scheme: 'zero', steps: ['switch'] },
    missedBy: ['The traffic goes to it', 'The frontend is healthy and stays so'],
  },
  {
    ...{ scheme: 'stop', steps: ['checkout'] },
    missedBy: ["The code stands at the chosen release's commit", 'The smoke test passes'],
  },
];

/** Their stories: what breaks, and what is missed in the end. */
export const negatives: readonly (Case & Missed)[] = removals.map((each) => {
  const { byHand, ...story } = cases.find(({ scheme }) => scheme === each.scheme) ?? missing(each.scheme);
  const isAsked = byHand && !each.steps.includes('edit');
  return { ...story, ...(isAsked ? { byHand } : {}), ...each };
});

function missing(scheme: string): never {
  throw new Error(`no story of scheme ${scheme}`);
}

/** The plan without any of them. */
export function withoutThem(plan: string): string {
  return planWithout(plan, removals);
}
