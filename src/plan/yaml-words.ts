import type { YAMLError } from 'yaml';
import { type Bilingual, both, joined } from '../domain/text.js';
import { wideSignAdvice } from './wide-signs.js';

/** What is wrong with a YAML text, in words. `more`: how many mistakes follow from it. */
export function faultWords({ message, pos }: YAMLError, text: string, more = 0): Bilingual {
  const [, usual] = ADVICE.find(([kind]) => kind.test(message)) ?? [];
  const advice = wideSignAdvice(text, pos[0]) ?? usual;
  const said = joined(factWords(message), ...(advice ? [advice] : []));
  if (more === 0) return said;
  return both(`${said.en} (${more} more follow from it)`, `${said['zh-CN']}（后面还有 ${more} 处错误由它引起）`);
}

/** The library's own sentence, which is English. */
export function factWords(message: string): Bilingual {
  const [line = ''] = message.split('\n');
  const sentence = line.replace(/ at line \d+, column \d+:?$/, '');
  if (sentence === TWICE) return both('this key is written twice; keep one of the two', '这个键写了两次；请只保留一处');
  if (sentence === NO_TEXT)
    return both(
      'a key must be a text; put it in quotes if it begins with [, { or *',
      '键必须是一段文字；若以 [、{ 或 * 开头，请加引号',
    );
  return both(sentence, chineseOf(sentence) ?? `这里的 YAML 写法有误，解析器说：${sentence}`);
}

function chineseOf(sentence: string): string | undefined {
  const [token] = UNEXPECTED.exec(sentence)?.slice(1) ?? [];
  if (token !== undefined) return `这里不该出现 ${TOKENS[token] ?? token}`;
  const [english, chinese] = SENTENCES.find(([each]) => each.test(sentence)) ?? [];
  return english && chinese && sentence.replace(english, chinese);
}

const TWICE = 'Map keys must be unique';
const NO_TEXT = 'With stringKeys, all keys must be strings';

const INDENTATION = both(
  'compare the indentation of this line with the lines above and below it',
  '请对照上下行检查这一行的缩进',
);
const CLOSE = both('close what is open before it, with ], } or a quote', '请在这之前补上没有闭合的 ]、} 或引号');
const QUOTES = both('put the text in quotes', '请给这段文字加引号');
const NESTED = joined(INDENTATION, both('a text with ": " in it needs quotes', '文字里有“: ”时要加引号'));

const ADVICE: readonly (readonly [RegExp, Bilingual])[] = [
  [/^Flow|^Missing closing/, CLOSE],
  [/^Plain value/, QUOTES],
  [/^Nested mappings|mplicit/, NESTED],
  [/column|indentation|^Sequence item|^Unexpected|^A block/, INDENTATION],
];

const KINDS = '(?:flow |block )?(?:map|seq|sequence|mapping|collection)';

const UNEXPECTED = /^Unexpected (?!block-seq-ind|doc-end)(\S+) (?:token|at node end|in .+)/;
/** How the library calls signs. */
const TOKENS: Readonly<Record<string, string>> = {
  'flow-seq-start': '[',
  'flow-seq-end': ']',
  'flow-map-start': '{',
  'flow-map-end': '}',
  'seq-item-ind': '“- ”',
  'map-value-ind': '冒号',
  'explicit-key-ind': '?',
  comma: '逗号',
  anchor: '& 标记',
  alias: '* 引用',
  tag: '! 标记',
  scalar: '文字',
};

/** What the library says of mistakes that people make, and how it is said in Chinese. */
const SENTENCES: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^Tabs are not allowed as indentation$/, '不能用 Tab 缩进，请改用空格'],
  [/^All mapping items must start at the same column$/, '同一层的键没有对齐'],
  [/^All sequence items must start at the same column$/, '同一个列表的各项没有对齐'],
  [/^Nested mappings are not allowed in compact mappings$/, '一行里写了两个“键: 值”'],
  [/^A block sequence may not be used as an implicit map key$/, '列表写在了键的位置上'],
  [/^Implicit map keys need to be followed by map values$/, '这里应为“键: 值”，冒号后要有空格'],
  [/^Implicit keys (?:of flow sequence pairs )?need to be on a single line$/, '键必须写在一行之内'],
  [/^Implicit keys.*$/, '键的写法有误'],
  [/^The : indicator must be at most 1024 chars after.*$/, '冒号前的键太长'],
  [/^Block collections are not allowed within flow collections$/, '[ ] 或 { } 之内不能换行写列表或键'],
  [RegExp(`^Missing , or : between ${KINDS} items$`), '[ ] 或 { } 的各项之间缺少逗号或冒号'],
  [RegExp(`^Missing , between ${KINDS} items$`), '[ ] 或 { } 的各项之间缺少逗号'],
  [RegExp(`^Missing space after : in ${KINDS}$`), '冒号后缺少空格'],
  [RegExp(`^Unexpected , in ${KINDS}$`), '[ ] 或 { } 里多了一个逗号'],
  [RegExp(`^Unexpected empty item in ${KINDS}$`), '[ ] 或 { } 里有一项是空的'],
  [/^Missing closing ("|')quote$/, '缺少右引号 $1'],
  [/^Plain value cannot start with .*(\S+)$/, '不加引号的文字不能以 $1 开头'],
  [/^Invalid escape sequence (.+)$/, '双引号里没有 $1 这种转义'],
  [/^Flow (?:map|sequence) in block collection.*$/, '[ ] 或 { } 的后续行缩进不够'],
  [/^Flow end indicator should be more indented than parent$/, '右括号的缩进不够'],
  [/^Flow (map|sequence).*$/, '[ ] 或 { } 没有闭合'],
  [/^Sequence item without - indicator$/, '列表的这一项前面缺少“- ”'],
  [/^Comments must be separated from other tokens.*$/, '# 之前要有空格；若不是注释，请给文字加引号'],
  [/^Tags and anchors must be separated.*$/, '以 ! 或 & 开头的标记之后要有空格；若是文字，请加引号'],
  [/^Anchors and tags must be after the (.+) indicator$/, '以 ! 或 & 开头的标记应写在 $1 之后；若是文字，请加引号'],
  [/^Block scalar header includes extra characters: (.+)$/, '| 或 > 之后多了 $1，文本应从下一行开始'],
  [/^Block scalar values in collections must be indented$/, '| 或 > 之后的文本要缩进'],
  [/^Block scalars with more-indented leading empty lines.*$/, '| 或 > 之后的空行比正文缩进更多，请去掉空行里的空格'],
  [/^Block scalar lines must not be less indented than their .*$/, '| 或 > 之后的文本缩进不够'],
  [/^Unresolved alias \(the anchor must be set before the alias\): (.+)$/, '*$1 没有对应的 &$1；若是文字，请加引号'],
  [/^(?:Alias|Anchor) cannot be an empty string$/, '* 或 & 之后缺少名称；若是文字，请加引号'],
  [/^(?:Alias|Anchor) ending in : is ambiguous$/, '以 * 或 & 开头的名称不能以冒号结尾'],
  [/^An alias node must not specify any properties$/, '* 引用的前面不能再写 & 或 ! 标记'],
  [/^A node can have at most one (?:anchor|tag)$/, '一个值只能有一个 & 标记和一个 ! 标记'],
  [/^(?:Unresolved tag|Could not resolve tag|Not a valid tag): (.+)$/, '不认识标记 $1；若是文字，请加引号'],
  [/^(.+) used for (?:map|seq|scalar) collection, but expects .+$/, '标记 $1 用在了不合适的值上；请删去'],
  [/^Verbatim tags .+$/, '不支持 !<…> 标记；若是文字，请加引号'],
  [/^The (.+) tag has no suffix$/, '标记 $1 不完整；若是文字，请加引号'],
  [/^Merge sources must be maps or map aliases$/, '<< 之后应为若干键和值'],
  [/^Source contains multiple documents.*$/, '文件里有多个文档；请删去 --- 和它之后的文档'],
  [/^Missing directives-end(?:\/doc-start)? indicator line$/, '以 % 开头的行之后缺少 ---；若是文字，请加引号'],
  [/^Unexpected doc-end without preceding document$/, '多了一行 ...；请删去'],
  [/^Unsupported YAML version (.+)$/, '不支持 YAML 版本 $1；请删去这一行'],
  [/^Unknown directive (.+)$/, '不认识 $1；请删去这一行'],
  [/^%(\w+) directive should contain .+$/, '%$1 这一行写得不完整；请删去'],
  [/^Block collection cannot start on same line.*$/, '--- 之后请换行'],
  [/^Missing newline after block sequence props$/, '列表之前的标记之后请换行'],
  [/^Unexpected block-seq-ind on same line with key$/, '列表的“- ”不能和键写在同一行'],
  [/^Expected a (mapping|sequence) for this tag$/, '这个标记和它的值不相符；请删去标记'],
  [
    /^(?:Ordered maps must not include duplicate keys|Set items must all have null values).*$/,
    '这里的值和标记不相符；请删去标记',
  ],
  [/^Each pair must have its own sequence indicator$/, '每一对键和值前都要有“- ”'],
  [/^Excessive alias count indicates a resource exhaustion attack$/, '引用（*）展开后太大'],
];
