// Stand-in for scp: [-q -p -B -C] [-P port] [-i key] [-o …, not looked at] source… target, where either side may be
// [user@]host:path. It copies files by `cat` over SSH; a source that cannot be read leaves the target as it was.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readArguments, runOn } from './ssh-connection.js';

const flags = ['-q', '-p', '-B', '-C', '-v'];

try {
  const { options, rest } = readArguments(process.argv.slice(2), flags);
  const target = rest.pop();
  if (target === undefined || rest.length === 0) throw new Error('usage: scp source... target');
  for (const source of rest) await copy(source, target, { port: options['-P'], identity: options['-i'] });
} catch (error) {
  process.stderr.write(`scp: ${error.message}\n`);
  process.exitCode = 1;
}

async function copy(source, target, how) {
  const [from, to] = [remote(source), remote(target)];
  const bytes = from ? await download(from, how) : readFileSync(source);
  if (to) await upload(to, basename(from?.path ?? source), bytes, how);
  else writeFileSync(isDirectory(target) ? join(target, basename(from?.path ?? source)) : target, bytes);
}

/** `host:path`, unless a slash comes before the colon. */
function remote(word) {
  const [, destination, path] = /^([^/:]+):(.*)$/s.exec(word) ?? [];
  return destination === undefined ? undefined : { destination, path: path === '' ? '.' : path };
}

async function download({ destination, path }, how) {
  const chunks = [];
  await run(destination, `cat < ${quoted(path)}`, { ...how, out: (chunk) => chunks.push(chunk) });
  return Buffer.concat(chunks);
}

async function upload({ destination, path }, name, bytes, how) {
  const file = quoted(path);
  const inside = quoted(`${path.replace(/\/$/, '')}/${name}`);
  const command = `if [ -d ${file} ]; then cat > ${inside}; else cat > ${file}; fi`;
  await run(destination, command, { ...how, input: bytes, out: () => {} });
}

async function run(destination, command, how) {
  let said = '';
  const code = await runOn(destination, command, {
    ...how,
    err: (chunk) => {
      said += chunk;
    },
  });
  if (code !== 0) throw new Error(said.trim() || `the other side ended with ${code}`);
}

/** One word for the other side's shell; `~/` is its home. */
function quoted(path) {
  const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  if (path === '~') return '"$HOME"';
  return path.startsWith('~/') ? `"$HOME"/${quote(path.slice(2))}` : quote(path);
}

function isDirectory(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
