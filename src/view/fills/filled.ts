import type { Line } from '../../view/rich-text.js';
import type { Scene } from '../../view/scene.js';

/** A run about to be written into a document, whose kind decides how times are written. */
export type Paper = Scene & { readonly kind: 'record' | 'review' | 'notice' };

/** One row below a field: plain, a box, or numbered, with a text that is shown exactly as it is. */
export type Row = {
  readonly line: Line;
  readonly ticked?: boolean;
  readonly number?: number;
  readonly box?: { readonly text: string; readonly language?: string };
};

/** What a run tells for one field; undefined when it does not know, so that people are asked. */
export type Filled = { readonly value: Line } | { readonly rows: readonly Row[] } | undefined;

/** What a field takes from a run. Pure: the same run gives the same words. */
export type FillFunction = (paper: Paper) => Filled;

export function value(...line: Line): Filled {
  return { value: line };
}

/** A value of text, or undefined when there is none. */
export function valueIf(text: string | undefined): Filled {
  return text === undefined ? undefined : value(text);
}
