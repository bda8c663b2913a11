import type { ComponentChildren } from 'preact';
import { ZoneContext } from '../../sandbox/page/reader.js';
import { LanguageContext } from '../../sandbox/page/words.js';
import { type Stage, StageContext } from '../../sandbox/page/workspace.js';
import { defaultBot, defaultChannels, defaultPeople, defaultTeam } from '../../sandbox/slack/default-workspace.js';
import type { Language } from '../../src/domain/text.js';

/** The local workspace around blocks: its people and channels, nothing to press. The reader sits elsewhere than the plan, so that both clocks can be seen. */
export function Reader({ language, children }: { language: Language; children: ComponentChildren }) {
  const [me] = defaultPeople;
  const setting = { team: defaultTeam, bot: defaultBot, people: defaultPeople, commands: [], shortcuts: [] };
  const stage = { setting, channels: defaultChannels, me, act: async () => ({ ok: true }), openThread: () => {} };
  return (
    <LanguageContext.Provider value={language}>
      <ZoneContext.Provider value="Europe/Berlin">
        <StageContext.Provider value={stage as unknown as Stage}>{children}</StageContext.Provider>
      </ZoneContext.Provider>
    </LanguageContext.Provider>
  );
}
