/** What the kernel takes in `sun_path`, without the closing zero. */
const LONGEST = process.platform === 'linux' ? 107 : 103;

/** The control socket of the bot that holds this journal. */
export function socketOf(journalFile: string): string {
  return `${journalFile}.sock`;
}

/** Why no socket can be there; undefined when one can. */
export function socketProblem(path: string): string | undefined {
  const bytes = Buffer.byteLength(path);
  if (bytes <= LONGEST) return undefined;
  return `a socket's path has at most ${LONGEST} bytes and this one has ${bytes}; keep the journal in a folder with a shorter path`;
}
