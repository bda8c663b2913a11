import { readFile, writeFile } from 'node:fs/promises';

const FILE = new URL('../docs/performance.md', import.meta.url);
const BETWEEN = /(<!-- bench:begin -->\n).*(\n<!-- bench:end -->)/s;

/** Puts the findings between the markers of docs/performance.md. */
export async function writeFindings(text: string): Promise<void> {
  const before = await readFile(FILE, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(
    FILE,
    before.replace(BETWEEN, (_, begin, end) => `${begin}${text} Measured on ${day}.${end}`),
  );
}
