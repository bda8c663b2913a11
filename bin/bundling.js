import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** Modules find the files beside them where these are, wherever the bundle lies. */
const ownAddresses = {
  name: 'own-addresses',
  setup(building) {
    building.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};

/** How esbuild makes few files of a program of this repository, for a folder below it. */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // They bring native code, which they look for beside themselves.
  external: ['libsql', 'ssh2'],
  // What is CommonJS inside asks for these.
  banner: {
    js: `import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url), __filename = '', __dirname = '';`,
  },
  plugins: [ownAddresses],
  sourcesContent: false,
  logLevel: 'silent',
};
