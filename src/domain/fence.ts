/**
 * What a host tells two bots of one journal apart by: the journal's own id, and a number that grows each time a bot opens it. A host
 * begins nothing for a lower number than the highest it has seen.
 */
export type Fence = { readonly journal: string; readonly epoch: number };
