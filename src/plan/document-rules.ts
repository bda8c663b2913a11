import type { ChecklistItem, Plan } from '../domain/plan.js';
import type { Field, Template } from '../domain/template.js';
import { both } from '../domain/text.js';
import { type Broken, type Path, unknownName, usedTwice } from './broken.js';
import { type Ground, placeIn } from './ground.js';
import { hostPathProblems } from './host-path-rules.js';
import { scriptFaults } from './script-rules.js';

/** What is wrong with what a plan says for people: its checklist, documents, commands and roles. */
export function documentProblems({ plan }: Ground): readonly Broken[] {
  const roles = Object.keys(plan.roles);
  const sections = (at: Path, template: Template | undefined) =>
    template ? askedTwice([...at, 'sections'], template) : [];
  return [
    ...usedTwice(['checklist'], plan.checklist),
    ...plan.checklist.flatMap((item, index) => unanswered(['checklist', index], item, plan)),
    ...askedInNotice(plan),
    ...sections(['record'], plan.record),
    ...sections(['review', 'report'], plan.review?.report),
    ...commandProblems(plan),
    ...plan.locations.flatMap(({ at }, index) => hostPathProblems(['locations', index, 'at'], at, plan, undefined)),
    ...plan.signOff.flatMap(({ role }, index) => unknownName(['signOff', index, 'role'], 'role', role, roles)),
  ];
}

/** A box that is answered by pre-checks needs some in every scheme; checks every scheme has anyway. */
function unanswered(at: Path, { answeredBy }: ChecklistItem, { schemes }: Plan): readonly Broken[] {
  if (answeredBy !== 'prechecks') return [];
  const without = schemes.find(({ prechecks }) => !prechecks.some(({ weight }) => weight === 'required'));
  if (!without) return [];
  const message = both(
    `scheme ${without.key} has no blocking pre-check that could answer this; add one, or write answeredBy: person`,
    `方案 ${without.key} 没有 blocking: true 的回滚前检查来回答这一项；请加一项，或写 answeredBy: person`,
  );
  return [{ path: [...at, 'answeredBy'], message }];
}

/** The notice goes out before anybody can be asked for more than the request says. */
function askedInNotice({ notice }: Plan): readonly Broken[] {
  const fields = notice?.fields ?? [];
  const message = both(
    'the notice goes out by itself, nobody can be asked; write fill: instead',
    '回滚通知自动发出，没有人可问；请改写 fill:',
  );
  return fields.flatMap((field, index) =>
    'ask' in field ? [{ path: ['notice', 'fields', index, 'ask'], message }] : [],
  );
}

function askedTwice(at: Path, { sections }: Template): readonly Broken[] {
  const asked = sections.flatMap(({ fields }, section) =>
    fields.flatMap((field: Field, index) =>
      'ask' in field ? [{ name: field.ask, path: [...at, section, 'fields', index, 'ask'] }] : [],
    ),
  );
  return asked.flatMap(({ name, path }, index) => {
    const isFirst = asked.findIndex((other) => other.name === name) === index;
    const message = both(
      `${name} is asked twice in this document; rename one`,
      `这份文档里问了两次 ${name}；请改掉其中一处`,
    );
    return isFirst ? [] : [{ path, message }];
  });
}

function commandProblems(plan: Plan): readonly Broken[] {
  const targets = plan.targets.map(({ name }) => name);
  return plan.commands.flatMap(({ target, run }, index) => [
    ...unknownName(['commands', index, 'target'], 'target', target, targets),
    ...scriptFaults(run, placeIn(plan, undefined)).map((fault) => ({ path: ['commands', index, 'run'], ...fault })),
  ]);
}
