import type { enHome } from './en-home.js';

/** Chinese: App Home. */
export const zhHome: typeof enHome = {
  home: {},
};
