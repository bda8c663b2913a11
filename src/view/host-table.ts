import type { KnownBlock } from '@slack/types';
import { paragraph } from './blocks.js';
import { groupsOf, type HostState, hostStates } from './host-states.js';
import { mdCode, mdText } from './markdown.js';
import type { Line } from './rich-text.js';
import { type Scene, targetText } from './scene.js';

/** More hosts than this are counted, and only those where something goes on or went wrong are named. */
const MAX_HOSTS = 10;

/** How each host of a group stands, for a card; nothing for a run without a group. */
export function hostBlocks(scene: Scene): readonly KnownBlock[] {
  const { w } = scene;
  const states = hostStates(scene);
  if (states.length === 0) return [];
  const isNamed = ({ status }: HostState) => status === 'error' || status === 'in_progress';
  const named = states.length > MAX_HOSTS ? states.filter(isNamed).slice(0, MAX_HOSTS) : states;
  const counted = states.filter((each) => !named.includes(each));
  const rows = [...named.map((each) => hostRow(scene, each)), ...countLines(scene, counted)];
  return [paragraph([{ bold: w.hostTable.heading }], ...rows)];
}

function hostRow({ w }: Scene, { host, isCanary, words, status, seen }: HostState): Line {
  const name = `${w.run.glyph[status]} ${host}${isCanary ? w.aside(w.hostTable.canary) : ''}`;
  return [`${name} · ${words}`, ...(seen === undefined ? [] : [' · ', { code: seen }])];
}

/** `✅ 完成：40 台主机`. */
function countLines({ w }: Scene, states: readonly HostState[]): readonly Line[] {
  const counts = new Map<string, number>();
  for (const { words, status } of states) {
    const name = `${w.run.glyph[status]} ${words}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => [`${name}${w.colon}${w.hostTable.count(count)}`]);
}

/** The same as a table of the record. */
export function hostTable(scene: Scene): readonly string[] {
  const { w } = scene;
  const states = hostStates(scene);
  if (states.length === 0) return [];
  const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = states.map(({ host, isCanary, words, seen }) =>
    row(
      mdText(`${host}${isCanary ? w.aside(w.hostTable.canary) : ''}`),
      mdText(words),
      seen === undefined ? '–' : mdCode(seen).replaceAll('|', '\\|'),
    ),
  );
  const head = [row(w.run.hosts, w.hostTable.state, w.run.evidence), row('---', '---', '---')];
  return [`### ${w.hostTable.heading}`, [...head, ...rows].join('\n')];
}

/**
 * In which order the hosts have their turn: a decider must know which one is first. Bold, so that it is a text of its own:
 * what follows a long one is cut off with it.
 */
export function orderLines(scene: Scene): readonly Line[] {
  const { hostTable: table } = scene.w;
  return groupsOf(scene).map(([canary = '', ...others]) => [{ bold: table.order(canary, upTo(scene, others)) }]);
}

/** Hosts with their addresses. */
export function hostNames(scene: Scene, names: readonly string[]): string {
  return upTo(
    scene,
    names.map((name) => targetText(scene, name)),
  );
}

/** The first of them, and how many more there are. */
function upTo({ w }: Scene, names: readonly string[]): string {
  const rest = names.length - MAX_HOSTS;
  return rest > 0 ? w.hostTable.more(names.slice(0, MAX_HOSTS).join(w.and), rest) : names.join(w.and);
}
