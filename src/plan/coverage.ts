import type { Plan } from '../domain/plan.js';
import { say, type Text } from '../domain/text.js';
import { type CitedElement, citedElements, type ItemType } from './cited-elements.js';

/** One thing that a source document says, e.g. `S2.32`, in a few words. */
export type SeedItem = { readonly item: string; readonly type: ItemType; readonly subject: string };

type Placed = CitedElement & { readonly plan: string };
type Row = SeedItem & { readonly elements: readonly Placed[]; readonly reasons: readonly Text[] };

/** Reads `S2.32: X switch the flags off` lines, already parsed as a map. Throws on anything else. */
export function seedItems(written: Readonly<Record<string, string>>): readonly SeedItem[] {
  return Object.entries(written).map(([item, said]) => {
    const [, type, subject] = /^([TDPXVHRCNUMB]) (.+)$/.exec(said) ?? [];
    if (!/^S\d+\.\d+$/.test(item) || !subject) throw new Error(`${item}: write a type and a subject`);
    return { item, type: type as ItemType, subject };
  });
}

function rowsOf(plans: readonly Plan[], items: readonly SeedItem[]): readonly Row[] {
  const elements = plans.flatMap((plan) => citedElements(plan).map((element) => ({ ...element, plan: plan.name })));
  const left = plans.flatMap(({ leftOut }) => leftOut);
  return items.map((each) => ({
    ...each,
    elements: elements.filter(({ cites }) => cites.includes(each.item)),
    reasons: left.filter(({ item }) => item === each.item).map(({ reason }) => reason),
  }));
}

/** What is wrong with where the plans place the items: not at all, under a wrong type, or one that does not exist. */
export function coverageFaults(plans: readonly Plan[], items: readonly SeedItem[]): readonly string[] {
  const known = new Set(items.map(({ item }) => item));
  const strangers = plans.flatMap((plan) => [
    ...citedElements(plan).flatMap(({ path, cites }) =>
      cites.map((item) => ({ item, place: `${plan.name}: ${path}` })),
    ),
    ...plan.leftOut.map(({ item }) => ({ item, place: `${plan.name}: leftOut` })),
  ]);
  return [
    ...strangers.flatMap(({ item, place }) =>
      known.has(item) ? [] : [`${place} cites ${item}, which does not exist`],
    ),
    ...rowsOf(plans, items).flatMap(({ item, type, elements, reasons }) => [
      ...(elements.length + reasons.length === 0 ? [`${item} is placed nowhere`] : []),
      ...elements.flatMap(({ plan, path, carries }) =>
        carries.includes(type)
          ? []
          : [`${plan}: ${path} cites ${item}, of type ${type}; such an element carries ${carries.join(', ')}`],
      ),
    ]),
  ];
}

/** Where each item is, as Markdown: the elements that carry it out, or why the plan leaves it out. */
export function coverageReport(plans: readonly Plan[], items: readonly SeedItem[]): string {
  const rows = rowsOf(plans, items).map(({ item, type, subject, elements, reasons }) => {
    const places = [...new Set(elements.map(placeText)), ...reasons.map((reason) => `left out: ${say(reason, 'en')}`)];
    return `| ${item} | ${type} | ${subject} | ${places.join('<br>').replaceAll('|', '\\|')} |`;
  });
  const table = ['| item | type | subject | carried out by |', '|---|---|---|---|', ...rows];
  return [INTRODUCTION, '', ...table, ''].join('\n');
}

function placeText({ plan, path, title }: Placed): string {
  return `\`${plan}: ${path}\` ${say(title, 'en')}`;
}

const INTRODUCTION = `# What the plans carry out

Every item of the documents that the plans in \`plans/\` were written from, and the element that carries it out. A trigger is
carried out by a trigger, a step by a step, a verification by a check: an item cited by an element of another kind fails the
tests, as does one that is placed nowhere. Checks that several schemes share are named for each. The items are in
[seed-items.yaml](seed-items.yaml); this page is computed from the plans' \`cites\`.`;
