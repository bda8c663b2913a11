import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { pageOf } from './page/write-page.js';
import type { Room } from './shown.js';

const BROWSER = '/usr/bin/chromium';
/** Taller pictures cannot be looked at. */
const HEIGHT = 3_200;
const WIDTH = 1_280;

/** Takes pictures of each room, light and dark: `deciding-light-1.png`. Returns what to say about it. */
export async function shoot(rooms: readonly Room[], folder: string): Promise<string> {
  const isThere = await access(BROWSER).then(
    () => true,
    () => false,
  );
  if (!isThere) return `No pictures: ${BROWSER} is missing. Install Chromium, then try again.`;
  const args = ['--no-sandbox', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath: BROWSER, headless: true, args });
  try {
    let count = 0;
    for (const room of rooms) count += await shootRoom(browser, room, folder);
    return `${count} pictures in ${folder}`;
  } finally {
    await browser.close();
  }
}

async function shootRoom(browser: Browser, room: Room, folder: string): Promise<number> {
  const html = await pageOf([room]);
  let count = 0;
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: WIDTH, height: 900 }, colorScheme });
    const tab = await context.newPage();
    tab.setDefaultTimeout(120_000);
    await tab.setContent(html);
    const whole = await tab.evaluate(() => document.documentElement.scrollHeight);
    await tab.setViewportSize({ width: WIDTH, height: HEIGHT });
    for (let top = 0, part = 1; top < whole; top += HEIGHT, part += 1) {
      await tab.evaluate((y) => scrollTo(0, y), top);
      await tab.screenshot({ path: join(folder, `${room.id}-${colorScheme}-${part}.png`) });
      count += 1;
    }
    await context.close();
  }
  return count;
}
