/** Chance that can be repeated: the same seed gives the same throws. */
export type Dice = {
  /** From 0 up to, and without, 1. */
  throw(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  one<Thing>(things: readonly Thing[]): Thing;
};

/** Mulberry32: small, and good enough to be unfair in many ways. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    throw: next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    one(things) {
      const thing = things[Math.floor(next() * things.length)];
      if (thing === undefined) throw new Error('nothing to choose from');
      return thing;
    },
  };
}
