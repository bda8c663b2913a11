/** One thing wrong in a YAML file, with what to write instead. Lines and columns count from 1. */
export type Problem = {
  readonly line: number;
  readonly column: number;
  /** Where in the document: `schemes.a.steps[0].run`. */
  readonly path: string;
  readonly message: string;
};

/** Nobody reads on after so many; one slip can break every line after it. */
export const MAX_PROBLEMS = 100;
