import { type ComponentChild, h } from 'preact';
import { render } from 'preact-render-to-string';
import { BlockView } from '../../../sandbox/page/blocks/block.js';
import { type Zone, ZoneContext } from '../../../sandbox/page/reader.js';
import { LanguageContext } from '../../../sandbox/page/words.js';
import { StageContext } from '../../../sandbox/page/workspace.js';
import { defaultBot, defaultChannels, defaultPeople, defaultTeam } from '../../../sandbox/slack/default-workspace.js';
import type { Block, Person } from '../../../sandbox/slack/model.js';
import type { Language } from '../../../sandbox/text.js';

const zhaoLiu = defaultPeople[0] as Person;
const setting = {
  ...{ team: defaultTeam, bot: defaultBot, people: defaultPeople, commands: [], shortcuts: [] },
  userGroups: [{ id: 'S0OPS', handle: 'ops', name: '运维', users: [zhaoLiu.id] }],
};
const stage = {
  ...{ setting, channels: defaultChannels, me: zhaoLiu },
  ...{ act: async () => ({ ok: true }), openThread: () => undefined },
};

export interface Reading {
  language?: Language;
  zone?: Zone;
}

/** HTML of something on the page, as 赵六 sees it. */
export function drawn(child: ComponentChild, { language = 'zh-CN', zone = 'Asia/Shanghai' }: Reading = {}): string {
  const inZone = h(ZoneContext.Provider, { value: zone }, h(StageContext.Provider, { value: stage }, child));
  return render(h(LanguageContext.Provider, { value: language }, inZone));
}

/** HTML of one block of a message. */
export function drawnBlock(block: unknown, reading: Reading = {}): string {
  const surface = { run: async () => ({ ok: true }), values: {} };
  return drawn(h(BlockView, { block: { block_id: 'b', ...(block as Block) }, surface }), reading);
}

/** What a person reads of it. */
export function wordsOf(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
