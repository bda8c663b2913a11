import { hasStarted } from '../../run/touched.js';
import { ownScheme, roleTitle, schemeTitle, severityText } from '../../view/scene.js';
import { type FillFunction, value, valueIf } from './filled.js';

/** Who asked, who approved, who took over (S1.51). */
export const people: FillFunction = ({ state, w, ...rest }) => {
  const { requestedBy, decision, handedOver } = state;
  const role = decision ? w.aside(`${w.run.approver}${w.comma}${roleTitle({ state, w, ...rest }, decision.role)}`) : '';
  return value(
    { user: requestedBy },
    w.aside(w.run.requester),
    ...(decision?.verdict === 'approved' ? [w.and, { user: decision.by }, role] : []),
    ...(handedOver ? [w.and, { user: handedOver.by }, w.aside(w.run.handedOverTo)] : []),
  );
};

/** Whoever asked answers for the rollback (S2.30). */
export const owner: FillFunction = ({ state }) => value({ user: state.requestedBy });

export const reason: FillFunction = ({ state }) => value(state.request.reason.trim());

export const impact: FillFunction = ({ state }) => value(state.request.impact.trim());

export const severity: FillFunction = (paper) => value(severityText(paper));

export const scheme: FillFunction = (paper) => value(ownScheme(paper));

/** All schemes of the plan; the one that was carried out is ticked (S1.57). */
export const schemes: FillFunction = ({ state, language }) => ({
  rows: state.request.plan.schemes.map((each) => ({
    line: [schemeTitle(each, language)],
    ticked: hasStarted(state) && state.request.scheme.key === each.key,
  })),
});

export const fromVersion: FillFunction = ({ state }) => valueIf(state.request.plan.deployedVersion);

/** The version that this scheme leaves, and the document's target where that is another one (S1.52, S2.33). */
export const toVersion: FillFunction = ({ state, w }) => {
  const { version, plan } = state.request;
  if (version === undefined) return undefined;
  const isOther = plan.rollbackVersion !== undefined && version !== plan.rollbackVersion;
  return value(isOther ? `${version}${w.aside(w.record.targetVersion(plan.rollbackVersion ?? ''))}` : version);
};
