import type { Block, Json } from '../model.js';
import { elementsOf } from '../values.js';
import { anyBlock } from './blocks.js';
import { type Problem, problemsOf } from './problem.js';
import { isAllowedOn, mostBlocks, type Surface } from './surfaces.js';
import { viewFrame } from './view-schema.js';

export type { Problem } from './problem.js';

// Undocumented in Slack; between 13,172 and 13,297 characters were measured.
const longestMessage = 13_000;
const longestMarkdown = 12_000;

export interface Judgement {
  /** Slack's error code when the blocks are refused. */
  error?: string;
  problems: Problem[];
}

/** Judges the blocks of a message, modal or Home tab the way Slack does. */
export function checkBlocks(blocks: unknown[], surface: Surface, base = '/blocks'): Judgement {
  const problems = blocks.flatMap((block, index) => checkBlock(block, surface, `${base}/${index}`));
  if (blocks.length > mostBlocks[surface])
    problems.push(problem(base, `no more than ${mostBlocks[surface]} items allowed`));
  // The rules between blocks make sense only for blocks that are sound by themselves.
  if (problems.length === 0) problems.push(...checkTogether(blocks as Block[], base));
  if (problems.length > 0) return { error: 'invalid_blocks', problems };
  if (surface === 'message' && JSON.stringify(blocks).length > longestMessage) {
    const detail = `${JSON.stringify(blocks).length} characters of blocks; about ${longestMessage} are accepted`;
    return { error: 'msg_blocks_too_long', problems: [problem(base, detail)] };
  }
  return { problems };
}

/** Judges a whole modal or Home tab. */
export function checkView(view: unknown): Problem[] {
  const frame = viewFrame.safeParse(view, { reportInput: true });
  if (!frame.success) return problemsOf(frame.error, '/view');
  const { type, blocks } = frame.data;
  const problems = checkBlocks(blocks, type, '/view/blocks').problems;
  const hasInput = (blocks as Block[]).some((block) => block?.type === 'input');
  if (frame.data.type === 'modal' && hasInput && !frame.data.submit) {
    problems.push(problem('/view', 'missing required field: submit (the view has an input block)'));
  }
  return problems;
}

function checkBlock(block: unknown, surface: Surface, pointer: string): Problem[] {
  const parsed = anyBlock.safeParse(block, { reportInput: true });
  const type = String((block as Json | null)?.type);
  const misplaced = isAllowedOn(type, surface)
    ? []
    : [problem(pointer, `${type} blocks are not allowed in a ${surface}`)];
  return parsed.success ? misplaced : [...problemsOf(parsed.error, pointer), ...misplaced];
}

function checkTogether(blocks: Block[], base: string): Problem[] {
  const count = (type: string) => blocks.filter((block) => block.type === type).length;
  const problems: Problem[] = [];
  if (count('plan') > 1) problems.push(problem(base, 'Cannot have more than 1 plan block'));
  if (count('plan') > 0 && count('task_card') > 0)
    problems.push(problem(base, 'Cannot have both plan and task_card blocks'));
  if (count('table') > 1) problems.push(problem(base, 'only_one_table_allowed'));
  const markdown = blocks.filter((block) => block.type === 'markdown').map((block) => String(block.text).length);
  if (markdown.reduce((sum, length) => sum + length, 0) > longestMarkdown) {
    problems.push(problem(base, `markdown blocks must be at most ${longestMarkdown} characters together`));
  }
  return [...problems, ...checkIds(blocks, base), ...checkFocus(blocks, base)];
}

function checkIds(blocks: Block[], base: string): Problem[] {
  const blockIds = repeated(blocks.map((block) => block.block_id));
  const taskIds = repeated(
    blocks.flatMap((block) => ((block.tasks as Json[] | undefined) ?? []).map((task) => task.task_id)),
  );
  const actionIds = blocks.flatMap((block) => repeated(elementsOf(block).map((element) => element.action_id)));
  return [
    ...blockIds.map((id) => problem(base, `\`block_id\` "${id}" already exists`)),
    ...taskIds.map((id) => problem(base, `\`task_id\` "${id}" already exists`)),
    ...actionIds.map((id) => problem(base, `\`action_id\` "${id}" already exists`)),
  ];
}

function checkFocus(blocks: Block[], base: string): Problem[] {
  const focused = blocks.flatMap(elementsOf).filter((element) => element.focus_on_load === true);
  return focused.length > 1 ? [problem(base, 'only one element may have focus_on_load')] : [];
}

function repeated(ids: unknown[]): string[] {
  const given = ids.filter((id) => id !== undefined).map(String);
  return [...new Set(given.filter((id, index) => given.indexOf(id) !== index))];
}

function problem(pointer: string, message: string): Problem {
  return { pointer, message, code: 'rule' };
}
