import { readFile } from 'node:fs/promises';
import { fileFault } from '../domain/file-fault.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import type { ConfigProblem, Reading } from './config-problem.js';

/** What may be handed over as a file: under systemd as a credential, in a container as a secret. */
const MAY_BE_FILES = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'];

/**
 * Reads every `<NAME>_FILE` of the environment into `<NAME>`, without the white space around it. Both at once is a
 * mistake: nobody could tell which one counts.
 */
export async function withSecretFiles(env: NodeJS.ProcessEnv): Promise<Reading<NodeJS.ProcessEnv>> {
  const named = MAY_BE_FILES.filter((name) => env[`${name}_FILE`]);
  const read = await Promise.all(named.map((name) => readOne(name, env)));
  const problems = read.flatMap((each) => (each.ok ? [] : each.problems));
  if (problems.length > 0) return { ok: false, problems };
  const texts = read.flatMap((each) => (each.ok ? [each.value] : []));
  return { ok: true, value: { ...env, ...Object.fromEntries(texts) } };
}

async function readOne(name: string, env: NodeJS.ProcessEnv): Promise<Reading<readonly [string, string]>> {
  const place = `${name}_FILE`;
  const file = env[place] ?? '';
  if (env[name])
    return wrong(place, both(`is set, and so is ${name}; remove one of them`, `和 ${name} 同时设置了；请删去其中一个`));
  try {
    const text = (await readFile(file, 'utf8')).trim();
    return text === '' ? wrong(place, empty(file)) : { ok: true, value: [name, text] };
  } catch (error) {
    return wrong(place, joined(fileFault(error, file), CORRECT));
  }
}

const empty = (file: string) =>
  both(`the file ${file} is empty; write the secret into it`, `文件 ${file} 是空的；请把密钥写进去`);
const CORRECT = both('correct the path, or put the file there', '请改正路径，或把文件放到该处');

function wrong(place: string, message: Bilingual): { readonly ok: false; readonly problems: readonly ConfigProblem[] } {
  return { ok: false, problems: [{ place, message }] };
}
