import type { UserId } from '../domain/person.js';
import type { Field, Template } from '../domain/template.js';
import type { Text } from '../domain/text.js';
import { fillOf } from './fills/fill.js';
import type { Paper } from './fills/filled.js';
import { mdLine } from './markdown.js';
import { date, told } from './scene.js';
import { toldOf } from './told-boxes.js';

/** Something that a document asks people for. */
export type Asked = {
  /** Under which it is told. */
  readonly name: string;
  readonly title: Text;
  readonly long: boolean;
  readonly columns: readonly Text[];
};

/** The name under which a field's answer is told: its own, or that of the fill that this run cannot give. */
export function toldName(field: Field): string {
  return 'ask' in field ? field.ask : `fill:${field.fill}`;
}

/** Every field of a template that only people can fill in, in the template's order. */
export function askedBy(paper: Paper, { sections }: Template): readonly Asked[] {
  return sections.flatMap(({ fields }) => fields.flatMap((field) => asked(paper, field)));
}

function asked(paper: Paper, field: Field): readonly Asked[] {
  const { title } = field;
  const name = toldName(field);
  if ('ask' in field) return [{ name, title, long: field.long, columns: field.columns }];
  return fillOf(paper, field.fill) === undefined ? [{ name, title, long: false, columns: [] }] : [];
}

/** `结束后补充`: what was told last, with who and when, so that a newer document says what is new in it. */
export function additions(paper: Paper, template: Template, nameOf: (user: UserId) => string): readonly string[] {
  const asked = askedBy(paper, template);
  const answers = asked.flatMap(({ name, title }) => {
    const answer = toldOf(paper.state, name);
    return answer ? [{ title: told(paper, title), answer }] : [];
  });
  const newest = answers.toSorted((a, b) => b.answer.at - a.answer.at)[0]?.answer;
  if (!newest) return [];
  const titles = answers.filter(({ answer }) => answer.at === newest.at).map(({ title }) => title);
  const { w } = paper;
  const what = `${w.documents.added}${w.colon}${titles.join(w.and)}`;
  return [`> ${mdLine([what, w.comma, { user: newest.by }, ` ${date(paper, newest.at)}`], nameOf)}`];
}
