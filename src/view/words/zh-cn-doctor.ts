import type { enDoctor } from './en-doctor.js';

/** Chinese: what `npx backout doctor` and `hosts trust` say. */
export const zhDoctor: typeof enDoctor = {
  doctor: {},
};
