import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { renderToString } from 'preact-render-to-string';
import type { Room } from '../shown.js';
import { ExhibitView } from './exhibit.js';

const sheets = fileURLToPath(new URL('../../sandbox/page/styles/', import.meta.url));
const own = fileURLToPath(new URL('./gallery.css', import.meta.url));

// The only script: light, dark, or as the reader's system has it.
const THEME = `document.getElementById('theme').onchange = (event) => {
  document.documentElement.style.colorScheme = event.target.value;
};`;

/** The whole gallery as one HTML file that needs nothing else. */
export async function pageOf(rooms: readonly Room[]): Promise<string> {
  return `<!doctype html>\n${renderToString(<Page rooms={rooms} styles={await stylesOf()} />)}\n`;
}

async function stylesOf(): Promise<string> {
  const names = (await readdir(sheets)).filter((name) => name.endsWith('.css')).sort();
  // The base comes first: the others build on it.
  const ordered = ['base.css', ...names.filter((name) => name !== 'base.css')];
  const texts = await Promise.all([...ordered.map((name) => sheets + name), own].map((path) => readFile(path, 'utf8')));
  return texts.join('\n');
}

function Page({ rooms, styles }: { rooms: readonly Room[]; styles: string }) {
  const count = rooms.reduce((sum, { exhibits }) => sum + exhibits.length, 0);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Backout · gallery of messages</title>
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body class="gallery">
        <header class="gallery-head">
          <h1>Backout: {count} things it shows, in Chinese and English</h1>
          <nav>
            {rooms.map(({ id, title, exhibits }) => (
              <a key={id} href={`#${id}`}>
                {title} ({exhibits.length})
              </a>
            ))}
            <label>
              Theme{' '}
              <select id="theme">
                <option value="light dark">system</option>
                <option value="light">light</option>
                <option value="dark">dark</option>
              </select>
            </label>
          </nav>
        </header>
        {rooms.map((room) => (
          <main key={room.id} id={room.id}>
            <h2>{room.title}</h2>
            {room.exhibits.map((exhibit) => (
              <ExhibitView key={exhibit.entry.name} exhibit={exhibit} />
            ))}
          </main>
        ))}
        <script dangerouslySetInnerHTML={{ __html: THEME }} />
      </body>
    </html>
  );
}
