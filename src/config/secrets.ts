import { constants, type FileHandle, open } from 'node:fs/promises';
import { failed, ok, type Result } from '../domain/result.js';
import { Secret } from '../domain/secret.js';
import type { Secrets } from '../engine/ports.js';
import { accountHere } from './account-here.js';
import type { Inventory, SecretSource } from './inventory.js';

/** Characters below which a secret cannot be told from ordinary text when output is searched for it. */
const MIN_LENGTH = 6;
const MAX_BYTES = 64 * 1024;

/**
 * Reads secrets from their files and from `env`, anew each time. Every failure is `secret.missing` with the reason: not
 * in the inventory, unreadable, readable by everybody on this machine, empty, too short.
 */
export function secretsFrom({ systems }: Pick<Inventory, 'systems'>, env: NodeJS.ProcessEnv): Secrets {
  return {
    async read(system, name) {
      const at = `${system}/${name}`;
      const source = systems.find((entry) => entry.name === system)?.secrets[name];
      if (!source) return missing(at, 'the inventory does not name it');
      try {
        return accept(at, await contentOf(source, env));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return missing(at, error.message);
      }
    },
  };
}

async function contentOf(source: SecretSource, env: NodeJS.ProcessEnv): Promise<string> {
  if ('file' in source) return readPrivateFile(source.file);
  const content = env[source.env];
  if (content === undefined) throw new Error(`the environment variable ${source.env} is not set`);
  return content;
}

async function readPrivateFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => refuse(error, file));
  try {
    await refuseUnlessPrivate(handle, file);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function refuse(error: unknown, file: string): never {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') throw new Error(`${file} does not exist; write the secret into it, for this account alone`);
  if (code !== 'EACCES') throw error;
  throw new Error(`${file} cannot be read by ${accountHere().name}; run: chown ${accountHere().name} ${file}`);
}

async function refuseUnlessPrivate(handle: FileHandle, file: string): Promise<void> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw new Error(`${file} is not a file`);
  if ((stats.mode & 0o006) !== 0)
    throw new Error(`everybody on this machine may read or write it; run: chmod 600 ${file}`);
  if (stats.size > MAX_BYTES) throw new Error(`${file} is larger than ${MAX_BYTES / 1024} KiB`);
}

function accept(at: string, content: string): Result<Secret> {
  // Editors and `echo` end a file with a line break that is no part of the secret.
  const text = content.replace(/\r?\n$/, '');
  if (text === '') return missing(at, 'it is empty');
  if (text.length < MIN_LENGTH) return missing(at, `it is shorter than ${MIN_LENGTH} characters`);
  return ok(new Secret(text));
}

function missing(at: string, detail: string): Result<never> {
  return failed({ code: 'secret.missing', at, detail });
}
