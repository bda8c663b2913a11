/** A plan's target as the inventory fills it; pinned by a run when it is requested. */
export type Target = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The plan's target of which this is one host among several. */
  readonly group?: string;
  /** Runs on the machine that Backout itself runs on, without SSH. */
  readonly local?: true;
  /** Of a local target: HOME, unless it is the account's own, and what stands in front of PATH; absolute paths. */
  readonly home?: string;
  readonly path?: readonly string[];
};

/** `deploy@10.0.0.5`, with the port when it is not 22. */
export function addressOf({ host, port, user, local }: Target): string {
  if (local) return `${user}@${host}`;
  return port === 22 ? `${user}@${host}` : `${user}@${host}:${port}`;
}
