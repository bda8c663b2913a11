import { channel } from 'node:diagnostics_channel';

/** Tells whoever subscribes, in this process, which rules the app had broken when a workspace was closed. */
export const closed = channel('backout.sandbox.slack.closed');
