import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** The demonstration's page in Debian's browser, used as a person uses it: by clicks and keys. */
export type DemoPage = {
  readonly page: Page;
  /** The channel, without the thread beside it. */
  readonly channel: Locator;
  readonly thread: Locator;
  readonly production: Locator;
  /** Takes somebody's place in the workspace. */
  become(name: string): Promise<void>;
  /** Types into the channel's or the thread's composer and sends with Enter. */
  type(text: string, where?: 'channel' | 'thread'): Promise<void>;
  /** Presses a button of the newest message in the channel that has one with this label. */
  press(label: string): Promise<void>;
  /** Answers the dialog that asks "are you sure". */
  confirm(label: string): Promise<void>;
  /** Waits until these words are in sight in the channel or the thread. */
  sees(words: string, timeoutMs?: number, where?: 'channel' | 'thread'): Promise<void>;
  /** Opens the thread of the newest message in the channel with these words. */
  openThread(words: string): Promise<void>;
  /** Keeps what is seen now as artifacts/browser/<name>.png. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
};

const chromiumPath = '/usr/bin/chromium';
const artifacts = fileURLToPath(new URL('../../artifacts/browser/', import.meta.url));
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet];

/** Opens the page, 1440 by 900, in a fresh profile that reads `locale`. Pictures are `scale` times that size. */
export async function openDemoPage(url: string, scale = 1, locale = 'zh-CN'): Promise<DemoPage> {
  mkdirSync(artifacts, { recursive: true });
  const browser = await chromium.launch({ executablePath: chromiumPath, headless: true, args });
  const page = await newPage(browser, url, scale, locale);
  const channel = page.locator('.conversation');
  const thread = page.locator('.thread');
  return {
    ...{ page, channel, thread },
    production: page.locator('.production'),
    become: (name) => page.locator('.people').getByRole('button', { name }).click(),
    async type(text, where = 'channel') {
      const box = (where === 'channel' ? channel : thread).getByRole('textbox');
      await box.click();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    press: (label) => channel.getByRole('button', { name: label }).last().click(),
    confirm: (label) => page.locator('dialog.confirm[open]').getByRole('button', { name: label }).click(),
    sees: (words, timeout = 20_000, where = 'channel') =>
      (where === 'channel' ? channel : thread).getByText(words).filter({ visible: true }).last().waitFor({ timeout }),
    async openThread(words) {
      const message = channel.locator('.message', { hasText: words });
      await message
        .getByRole('button', { name: /^\d+ (条回复|repl)/ })
        .last()
        .click();
      await thread.waitFor();
    },
    async shoot(name) {
      await page.screenshot({ path: join(artifacts, `${name}.png`) });
    },
    close: () => browser.close(),
  };
}

async function newPage(browser: Browser, url: string, deviceScaleFactor: number, locale: string): Promise<Page> {
  const place = { locale, timezoneId: 'Asia/Shanghai' };
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor, ...place });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}
