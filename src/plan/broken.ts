import { type Bilingual, both, joined } from '../domain/text.js';
import { nearest } from './nearest.js';

/** Where something stands in the written file: keys and indexes from the top. */
export type Path = readonly PropertyKey[];

/** A rule across fields that a plan breaks, at a path of the written file, and at an offset in the text there. */
export type Broken = { readonly path: Path; readonly message: Bilingual; readonly offset?: number };

/** What a plan names and declares elsewhere. */
const KINDS = {
  'backup source': '备份来源',
  part: '组成部分',
  role: '角色',
  scheme: '方案',
  secret: '密钥',
  severity: '级别',
  target: '目标主机',
  variable: '变量',
} as const;

/** A name that is declared nowhere, with the one that was probably meant. */
export function unknownName(
  path: Path,
  kind: keyof typeof KINDS,
  name: string,
  known: readonly string[],
): readonly Broken[] {
  if (known.includes(name)) return [];
  const none = both(`there is no ${kind} ${name}`, `没有名为 ${name} 的${KINDS[kind]}`);
  return [{ path, message: joined(none, insteadOf(name, known)) }];
}

function insteadOf(name: string, known: readonly string[]): Bilingual {
  const near = nearest(name, known);
  if (near) return both(`write ${asText(near)}`, `请写 ${asText(near)}`);
  if (known.length === 0) return both('declare it first; none is declared', '请先定义；目前一个也没有');
  const names = known.map(asText).join(', ');
  return both(`known: ${names}`, `已定义的有：${names}`);
}

/** YAML takes a bare `1` for a number. */
function asText(name: string): string {
  return /^\d/.test(name) ? `"${name}"` : name;
}

/** Ids that stand twice in one list. */
export function usedTwice(path: Path, items: readonly { readonly id: string }[]): readonly Broken[] {
  return items.flatMap(({ id }, index) => {
    const repeated = items.findIndex((other) => other.id === id) < index;
    const message = both(`the id ${id} is used twice here; rename one`, `这里有两处 id 都是 ${id}；请改掉其中一处`);
    return repeated ? [{ path: [...path, index, 'id'], message }] : [];
  });
}
