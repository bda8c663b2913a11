/** The environment of this process. Nothing else reads it. */
export function environmentHere(): NodeJS.ProcessEnv {
  return process.env;
}

/** The inventory where none is named: in the working directory. */
export const DEFAULT_INVENTORY = 'backout.yaml';

/** Path of the inventory: the one that `BACKOUT_CONFIG` names, else the default one. */
export function inventoryFile(env: NodeJS.ProcessEnv = environmentHere()): string {
  return env.BACKOUT_CONFIG || DEFAULT_INVENTORY;
}
