/** How somebody talks to Backout: `/rollback …` in a channel, or `@Backout …` in a thread, where Slack has no slash commands. */
export type Door = 'slash' | 'mention';

/** Writes a command as it is typed, e.g. `status` as `/rollback status`. */
export type Typing = (command: string) => string;

const NAMES: Readonly<Record<Door, string>> = { slash: '/rollback', mention: '@Backout' };

/** A command as it is typed at this door. */
export function typedAt(door: Door): Typing {
  return (command) => `${NAMES[door]} ${command}`;
}
