import type { Language } from '../src/domain/text.js';
import type { Engine } from '../src/engine/engine.js';
import type { RunState } from '../src/run/state.js';
import { CHANNELS, systemOf } from './bound-systems.js';
import { renamed } from './renamed.js';
import { type Known, standInEngine } from './stand-in-engine.js';

const both = (language: Language) => [systemOf('wechat-backend', language), systemOf('meiyueart', language)];

/** Each system in its own channel. */
export function apart(more: Partial<Known> = {}): (language: Language) => Engine {
  return (language) => standInEngine({ systems: both(language), ...more });
}

/** The same, with these runs, newest first. */
export function withRuns(...tales: readonly ((language: Language) => RunState)[]): (language: Language) => Engine {
  return (language) =>
    standInEngine({
      systems: both(language),
      runs: tales.map((tale, index) => renamed(tale(language), index)),
    });
}

/** Both systems in the channel of the WeChat backend. */
export function together(language: Language): Engine {
  return standInEngine({
    systems: both(language).map((system) => ({ ...system, channels: [CHANNELS['wechat-backend']] })),
  });
}

/** An inventory that binds no channel. */
export function nowhere(): Engine {
  return standInEngine({ systems: [] });
}
