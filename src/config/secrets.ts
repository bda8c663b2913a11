import type { Stats } from 'node:fs';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { fileFault } from '../domain/file-fault.js';
import { failed, ok } from '../domain/result.js';
import { Secret } from '../domain/secret.js';
import { type Bilingual, both, joined } from '../domain/text.js';
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
      const source = systems.find((entry) => entry.name === system)?.secrets[name];
      const read = source
        ? await readSecret(source, env)
        : { fault: both('the inventory does not name it', '清单里没有它') };
      if ('text' in read) return ok(new Secret(read.text));
      // Journals hold the reason in one language; `view/detail.ts` words it for its reader.
      return failed({ code: 'secret.missing', at: `${system}/${name}`, detail: read.fault.en });
    },
  };
}

/** Why a secret cannot be used now; undefined when it can. */
export async function secretFault(source: SecretSource, env: NodeJS.ProcessEnv): Promise<Bilingual | undefined> {
  const read = await readSecret(source, env);
  return 'fault' in read ? read.fault : undefined;
}

type Read = { readonly text: string } | { readonly fault: Bilingual };

async function readSecret(source: SecretSource, env: NodeJS.ProcessEnv): Promise<Read> {
  const read = 'file' in source ? await readPrivateFile(source.file) : fromEnvironment(source.env, env);
  if ('fault' in read) return read;
  // Editors and `echo` end a file with a line break that is no part of the secret.
  const text = read.text.replace(/\r?\n$/, '');
  if (text === '') return { fault: both('it is empty', '内容是空的') };
  if (text.length >= MIN_LENGTH) return { text };
  return { fault: both(`it is shorter than ${MIN_LENGTH} characters`, `不足 ${MIN_LENGTH} 个字符`) };
}

function fromEnvironment(name: string, env: NodeJS.ProcessEnv): Read {
  const text = env[name];
  return text === undefined
    ? { fault: both(`the environment variable ${name} is not set`, `没有设置环境变量 ${name}`) }
    : { text };
}

async function readPrivateFile(file: string): Promise<Read> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const fault = notPrivate(await handle.stat(), file);
    return fault ? { fault } : { text: await handle.readFile('utf8') };
  } catch (error) {
    return { fault: unread(file, error) };
  } finally {
    await handle?.close();
  }
}

function unread(file: string, error: unknown): Bilingual {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const { name } = accountHere();
  if (code === 'ENOENT') return joined(fileFault(error, file), WRITE_IT);
  if (code !== 'EACCES') return fileFault(error, file);
  return both(
    `${file} cannot be read by ${name}; run: chown ${name} ${file}`,
    `账号 ${name} 无法读取 ${file}；请执行：chown ${name} ${file}`,
  );
}

const WRITE_IT = both('write the secret into it, for this account alone', '请把密钥写进去，只让当前账号可读');

function notPrivate(stats: Stats, file: string): Bilingual | undefined {
  if (!stats.isFile()) return both(`${file} is not a file`, `${file} 不是文件`);
  if ((stats.mode & 0o006) !== 0)
    return both(
      `everybody on this machine may read or write it; run: chmod 600 ${file}`,
      `本机任何人都可以读取或写入 ${file}；请执行：chmod 600 ${file}`,
    );
  const most = MAX_BYTES / 1024;
  return stats.size > MAX_BYTES ? both(`${file} is larger than ${most} KiB`, `${file} 超过 ${most} KiB`) : undefined;
}
