/** English: App Home. */
export const enHome = {
  home: {},
};
