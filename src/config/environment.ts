/** The environment of this process. Nothing else reads it. */
export function environmentHere(): NodeJS.ProcessEnv {
  return process.env;
}

/** Path of the inventory: `BACKOUT_CONFIG`, else `backout.yaml` in the working directory. */
export function inventoryFile(env: NodeJS.ProcessEnv = environmentHere()): string {
  return env.BACKOUT_CONFIG || 'backout.yaml';
}
