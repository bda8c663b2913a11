import type { StepEnd } from '../../src/domain/step-end.js';

/** How a step ends; a function is asked when it begins. */
export type Answer = StepEnd | (() => Promise<StepEnd>);

/** An answer that is given while its step goes on ends it. */
export class Answers extends Map<string, Answer> {
  readonly #given: (name: string) => void;

  constructor(given: (name: string) => void) {
    super();
    this.#given = given;
  }

  override set(name: string, answer: Answer): this {
    super.set(name, answer);
    this.#given(name);
    return this;
  }

  of(name: string): Answer | undefined {
    return this.get(name) ?? this.get(name.split('.')[0] ?? '');
  }
}
