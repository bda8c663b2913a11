/** English: what `npx backout doctor` and `hosts trust` say. */
export const enDoctor = {
  doctor: {},
};
