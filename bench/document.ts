import { readFile, writeFile } from 'node:fs/promises';

const FILE = new URL('../docs/performance.md', import.meta.url);
const BETWEEN = /(<!-- bench:begin -->\n).*(\n<!-- bench:end -->)/s;

/** Puts the findings between the markers of docs/performance.md. */
export async function writeFindings(text: string): Promise<void> {
  await writeFile(FILE, withFindings(await readFile(FILE, 'utf8'), text));
}

/** The document with these findings between its markers; throws when it has none. */
export function withFindings(document: string, text: string): string {
  if (!BETWEEN.test(document))
    throw new Error('docs/performance.md has lost its markers <!-- bench:begin --> and <!-- bench:end -->');
  return document.replace(BETWEEN, (_, begin, end) => `${begin}${text}${end}`);
}
