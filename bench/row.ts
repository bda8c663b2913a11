import type { Farm } from './hosts/farm.js';

/** One line of the table: what was measured, and what was hoped for. */
export type Finding = {
  readonly budget: string;
  readonly measured: string;
  /** Empty for a line that only puts the others in proportion. */
  readonly target: string;
  readonly isWithin?: boolean;
};

/** Something to be measured by itself, e.g. with `--only cold-1`. */
export type Row = {
  readonly id: string;
  /** How many SSH servers it needs. */
  readonly hosts: number;
  /** Times, peers and the spread of the rounds go to `note`, for a person who watches. */
  measure(place: Place): Promise<readonly Finding[]>;
};

export type Place = { readonly farm: Farm; readonly note: (line: string) => void };

export function within(budget: string, measured: string, target: string, isWithin: boolean): Finding {
  return { budget, measured, target, isWithin };
}

/** `123 ms`, with a decimal where it matters. */
export function ms(value: number): string {
  return `${value < 20 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** Median, smallest and largest of some rounds, for a person who watches. */
export function spread(values: readonly number[]): string {
  return `${values.map((value) => ms(value)).join(', ')}`;
}
