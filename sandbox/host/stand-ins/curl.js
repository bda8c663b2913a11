// Stand-in for curl: -f --fail --fail-with-body -s -S -sS -L -k -X -H (also -H @file) -d --data -m --max-time
// --connect-timeout -o -w '%{http_code}' and one URL; any other option ends it with code 2, as curl does.
import { readFileSync, writeFileSync } from 'node:fs';

const FLAGS = {
  '-f': 'fail',
  '--fail': 'fail',
  '--fail-with-body': 'failWithBody',
  '-s': 'silent',
  '--silent': 'silent',
  '-S': 'showError',
  '--show-error': 'showError',
  '-L': 'follow',
  '--location': 'follow',
};
const VALUES = {
  '-X': 'method',
  '--request': 'method',
  '-H': 'header',
  '--header': 'header',
  '-d': 'data',
  '--data': 'data',
  '-m': 'maxTime',
  '--max-time': 'maxTime',
  '--connect-timeout': 'connectTimeout',
  '-o': 'output',
  '--output': 'output',
  '-w': 'writeOut',
  '--write-out': 'writeOut',
};

const options = readOptions(process.argv.slice(2));
process.exitCode = options.problem === undefined ? await request(options) : complain(options, options.problem, 2);

function readOptions(words) {
  const read = { header: [], data: [], url: undefined };
  const queue = words.flatMap(splitShortFlags);
  while (queue.length > 0) {
    const word = queue.shift();
    if (word in FLAGS) read[FLAGS[word]] = true;
    else if (word in VALUES) setValue(read, VALUES[word], queue.shift());
    else if (word.startsWith('-')) return { ...read, problem: `option ${word}: the stand-in does not know it` };
    else read.url = word;
  }
  return read.url === undefined ? { ...read, problem: 'no URL specified' } : read;
}

function setValue(read, name, value = '') {
  if (Array.isArray(read[name])) read[name].push(value);
  else read[name] = value;
}

/** `-sSf` is `-s -S -f`, and `-XPOST` is `-X POST`. */
function splitShortFlags(word) {
  if (!/^-[A-Za-z]./.test(word)) return [word];
  const first = word.slice(0, 2);
  if (first in VALUES) return [first, word.slice(2)];
  return first in FLAGS ? [first, ...splitShortFlags(`-${word.slice(2)}`)] : [word];
}

async function request(options) {
  const { url } = options;
  try {
    const response = await fetch(url.includes('://') ? url : `http://${url}`, fetchOptions(options));
    return answer(options, response.status, Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    writeOut(options, 0);
    if (error.name === 'TimeoutError') return complain(options, 'Operation timed out', 28);
    const { code, message } = error.cause ?? error;
    return complain(options, `${code ?? ''} ${message}`.trim(), code === 'ENOTFOUND' ? 6 : 7);
  }
}

function fetchOptions(options) {
  const { method, data, maxTime, connectTimeout, follow } = options;
  const seconds = Number(maxTime ?? connectTimeout ?? 0);
  const isPost = data.length > 0;
  return {
    method: method ?? (isPost ? 'POST' : 'GET'),
    headers: readHeaders(options),
    redirect: follow ? 'follow' : 'manual',
    ...(isPost && { body: data.map(readData).join('&') }),
    ...(seconds > 0 && { signal: AbortSignal.timeout(seconds * 1000) }),
  };
}

function readHeaders({ header, data }) {
  const lines = header.flatMap((line) =>
    line.startsWith('@') ? readFileSync(line.slice(1), 'utf8').split(/\r?\n/).filter(Boolean) : [line],
  );
  const form = data.length > 0 ? [['content-type', 'application/x-www-form-urlencoded']] : [];
  const given = lines.map((line) => [line.split(':', 1)[0].trim().toLowerCase(), line.replace(/^[^:]*:\s*/, '')]);
  return Object.fromEntries([...form, ...given]);
}

function readData(value) {
  return value.startsWith('@') ? readFileSync(value.slice(1), 'utf8').replaceAll(/[\r\n]/g, '') : value;
}

function answer(options, status, body) {
  const failed = status >= 400 && (options.fail || options.failWithBody);
  if (!failed || options.failWithBody) {
    if (options.output === undefined) process.stdout.write(body);
    else writeFileSync(options.output, body);
  }
  writeOut(options, status);
  return failed ? complain(options, `The requested URL returned error: ${status}`, 22) : 0;
}

function writeOut({ writeOut: format = '' }, status) {
  const code = String(status).padStart(3, '0');
  process.stdout.write(format.replaceAll('%{http_code}', code).replaceAll('\\n', '\n'));
}

function complain({ silent, showError }, message, code) {
  if (!silent || showError) process.stderr.write(`curl: (${code}) ${message}\n`);
  return code;
}
