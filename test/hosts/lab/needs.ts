import { whatTheLabLacks } from '../../../sandbox/lab/missing.js';
import { describeUnlessMissing } from '../needs.js';

/** Stories about whole hosts. What is missing is named: as a skip for a person, as a failure in CI. */
export function describeInLab(name: string, tell: () => void): void {
  const missing = whatTheLabLacks().map(({ what }) => what.en);
  describeUnlessMissing(name, tell, missing.length > 0 ? missing.join('; ') : undefined);
}
