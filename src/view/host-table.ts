import type { KnownBlock } from '@slack/types';
import { paragraph } from './blocks.js';
import { groupsOf, hostStates } from './host-states.js';
import { mdCode, mdText } from './markdown.js';
import type { Line } from './rich-text.js';
import type { Scene } from './scene.js';

/** How each host of a group stands, for a card; nothing for a run without a group. */
export function hostBlocks(scene: Scene): readonly KnownBlock[] {
  const { w } = scene;
  const states = hostStates(scene);
  if (states.length === 0) return [];
  const rows = states.map(({ host, isCanary, words, status, seen }): Line => {
    const name = `${w.run.glyph[status]} ${host}${isCanary ? w.aside(w.hostTable.canary) : ''}`;
    return [`${name} · ${words}`, ...(seen === undefined ? [] : [' · ', { code: seen }])];
  });
  return [paragraph([{ bold: w.hostTable.heading }], ...rows)];
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

/** In which order the hosts have their turn: a decider must know which one is first. */
export function orderLines(scene: Scene): readonly Line[] {
  const { hostTable: table, and } = scene.w;
  return groupsOf(scene).map(([canary = '', ...others]) => [table.order(canary, others.join(and))]);
}
