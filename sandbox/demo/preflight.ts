import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { whatTheLabLacks } from '../lab/missing.js';
import type { Hosts } from './options.js';

const run = promisify(execFile);

/** Something a person must change before the demonstration can start; the message says what. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** Checks, before anything is started, that this machine has what the demonstration needs, and reads the port. */
export async function checkMachine(env: NodeJS.ProcessEnv, hosts: Hosts): Promise<{ readonly port: number }> {
  if (process.platform === 'win32') {
    throw new CannotStart('The demo needs a POSIX shell. On Windows, run it inside WSL.');
  }
  try {
    await run('git', ['--version']);
  } catch {
    throw new CannotStart('git is missing. Install it (apt install git, brew install git) and run npm run demo again.');
  }
  if (hosts === 'real') checkRealHosts();
  return { port: readPort(env.PORT) };
}

function checkRealHosts(): void {
  const lacks = whatTheLabLacks();
  if (lacks.length === 0) return;
  const list = (language: 'zh-CN' | 'en') => lacks.map(({ what }) => what[language]);
  const packages = [...new Set(lacks.flatMap(({ package: name }) => name ?? []))].join(' ');
  const install = `apt install ${packages}`;
  throw new CannotStart(
    [
      `真实主机的演示需要 Debian 和 root，这里缺少：${list('zh-CN').join('、')}。${packages && `请先执行 ${install}。`}`,
      '没有这些也能演示：npm run demo',
      `Real hosts need Debian and root. Missing here: ${list('en').join('; ')}.${packages && ` Install it: ${install}`}`,
      'The demo without them: npm run demo',
    ].join('\n'),
  );
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 4400;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CannotStart(`PORT must be a number up to 65535, not "${text}". For example: PORT=4401 npm run demo`);
}

/** Turns "address already in use" into what to do about it; other errors stay what they are. */
export function explainPort(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== 'EADDRINUSE') return error;
  const other = port === 65_535 ? 4400 : port + 1;
  return new CannotStart(
    `Port ${port} is in use. Stop what listens there, or choose another: PORT=${other} npm run demo`,
  );
}
