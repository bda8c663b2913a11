// npm run gallery [-- --shoot [group …]]: writes artifacts/gallery/index.html, and pictures of all or some of its groups.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GALLERY } from './gallery.js';
import { pageOf } from './page/write-page.js';
import { shoot } from './shoot.js';
import { roomsOf } from './shown.js';

const folder = fileURLToPath(new URL('../artifacts/gallery/', import.meta.url));
const page = join(folder, 'index.html');

const rooms = await roomsOf(GALLERY);
await mkdir(folder, { recursive: true });
await writeFile(page, await pageOf(rooms));
process.stdout.write(`${page}\n`);
const [flag, ...wanted] = process.argv.slice(2);
if (flag === '--shoot') {
  const some = rooms.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  process.stdout.write(`${await shoot(some, folder)}\n`);
}
