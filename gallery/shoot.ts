import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Room } from './shown.js';

const BROWSER = '/usr/bin/chromium';

/** Takes a picture of each room, light and dark, beside the page. Returns what to say about it. */
export async function shoot(page: string, rooms: readonly Room[], folder: string): Promise<string> {
  const isThere = await access(BROWSER).then(
    () => true,
    () => false,
  );
  if (!isThere) return `No pictures: ${BROWSER} is missing. Install Chromium, then try again.`;
  const browser = await chromium.launch({
    executablePath: BROWSER,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport: { width: 1480, height: 900 }, colorScheme });
      const tab = await context.newPage();
      await tab.goto(pathToFileURL(page).href);
      for (const { id } of rooms) {
        await tab.locator(`main#${id}`).screenshot({ path: join(folder, `${id}-${colorScheme}.png`) });
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return `${rooms.length * 2} pictures in ${folder}`;
}
