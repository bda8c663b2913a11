import type { ComponentChildren } from 'preact';
import { LanguageContext } from '../../sandbox/page/words.js';
import { type Stage, StageContext } from '../../sandbox/page/workspace.js';
import { defaultBot, defaultChannels, defaultPeople, defaultTeam } from '../../sandbox/slack/default-workspace.js';
import type { Language } from '../../src/domain/text.js';

/** The local workspace around blocks: its people and channels, nothing to press. */
export function Reader({ language, children }: { language: Language; children: ComponentChildren }) {
  const [me] = defaultPeople;
  const setting = { team: defaultTeam, bot: defaultBot, people: defaultPeople, commands: [], shortcuts: [] };
  const stage = { setting, channels: defaultChannels, me, act: async () => ({ ok: true }), openThread: () => {} };
  return (
    <LanguageContext.Provider value={language}>
      <StageContext.Provider value={stage as unknown as Stage}>{children}</StageContext.Provider>
    </LanguageContext.Provider>
  );
}
