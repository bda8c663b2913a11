// What the stand-ins for ssh and scp share: destinations, ~/.ssh (config, known_hosts, id_ed25519) and one command.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';

const sshDirectory = join(process.env.HOME ?? '', '.ssh');
const connectMs = 10_000;
const withValue = ['-o', '-i', '-p', '-P', '-l', '-F', '-J'];

/** Splits the arguments into options and the rest; an option that the stand-in does not know ends it. */
export function readArguments(args, flags) {
  const options = {};
  const rest = [...args];
  while (rest[0]?.startsWith('-')) {
    const word = rest.shift();
    if (word === '--') break;
    if (withValue.includes(word)) options[word] = rest.shift();
    else if (!flags.includes(word) && !word.startsWith('-o')) throw new Error(`the stand-in does not know ${word}`);
  }
  return { options, rest };
}

/** Runs one command on `[user@]host`, with `input` on its standard input. Resolves with its code and what it said. */
export async function runOn(destination, command, { port, identity, input, out, err }) {
  const client = await connect(destination, { port, identity });
  try {
    const channel = await new Promise((resolve, reject) => {
      client.exec(command, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    channel.on('data', out);
    channel.stderr.on('data', err);
    const closed = once(channel, 'close');
    if (typeof input?.pipe === 'function') input.pipe(channel);
    else channel.end(input);
    const [code] = await closed;
    return code ?? 255;
  } finally {
    client.end();
  }
}

async function connect(destination, { port, identity }) {
  const [host, user] = destination.split('@').reverse();
  const config = configFor(host);
  const target = { host: config.hostname ?? host, port: Number(port ?? config.port ?? 22) };
  const client = new ssh2.Client();
  let refusal;
  client.connect({
    ...target,
    username: user ?? config.user ?? process.env.USER,
    privateKey: readFileSync(identity ?? join(sshDirectory, 'id_ed25519')),
    readyTimeout: connectMs,
    hostVerifier(key) {
      const isKnown = knownKeys(target).some((known) => known === key.toString('base64'));
      if (!isKnown) refusal = new Error('Host key verification failed.');
      return isKnown;
    },
  });
  try {
    await once(client, 'ready');
  } catch (error) {
    throw refusal ?? new Error(`connect to host ${target.host} port ${target.port}: ${error.message}`);
  }
  client.on('error', () => {});
  return client;
}

/** The settings below `Host <name>` in ~/.ssh/config, names in lower case. */
function configFor(name) {
  const found = {};
  let isMeant = false;
  for (const line of readLines('config')) {
    const [word = '', ...values] = line.split(/\s+/);
    if (word.toLowerCase() === 'host') isMeant = values.includes(name);
    else if (isMeant) found[word.toLowerCase()] ??= values.join(' ');
  }
  return found;
}

function knownKeys({ host, port }) {
  const name = port === 22 ? host : `[${host}]:${port}`;
  return readLines('known_hosts')
    .map((line) => line.split(' '))
    .filter(([hosts]) => hosts.split(',').includes(name))
    .map(([, , key]) => key);
}

function readLines(name) {
  const file = join(sshDirectory, name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
