// npm run gallery [-- --shoot]: writes artifacts/gallery/index.html, and pictures of it.
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
if (process.argv.includes('--shoot')) process.stdout.write(`${await shoot(page, rooms, folder)}\n`);
