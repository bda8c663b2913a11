import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';

const html = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backout · 本地 Slack</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body><div id="root"></div><script type="module" src="/page.js"></script></body>
</html>
`;

// In this order: later sheets may build on earlier ones.
const styles = [
  'base',
  'frame',
  'sidebar',
  'conversation',
  'message',
  'replies',
  'composer',
  'blocks',
  'controls',
  'rich-text',
  'plan',
  'files',
  'dialogs',
  'production',
  'tour',
  'switches',
  'narrow',
];

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Mounts the page at `/`. Its script is bundled when a browser asks for it the first time. */
export function mountPage(app: Hono): void {
  let script: Promise<string> | undefined;
  app.get('/', (context) => context.html(html));
  app.get('/page.css', async (context) =>
    context.body(await joinStyles(), 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/page.js', async (context) => {
    script ??= bundle();
    return context.body(await script, 200, { 'content-type': 'text/javascript; charset=utf-8' });
  });
}

async function joinStyles(): Promise<string> {
  const sheets = await Promise.all(styles.map((name) => readFile(here(`styles/${name}.css`), 'utf8')));
  return sheets.join('\n');
}

async function bundle(): Promise<string> {
  // Loaded only here, so that test suites without a browser do not pay for it.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [here('main.tsx')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  return outputFiles[0]?.text ?? '';
}
