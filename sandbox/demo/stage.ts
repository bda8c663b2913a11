import type { Box } from '../host/box.js';
import { allEnded } from '../systems/all-ended.js';
import type { Meiyueart } from '../systems/meiyueart/start.js';
import type { WechatBackend } from '../systems/wechat-backend/start.js';
import { type BotStage, type BotStageOptions, type Ground, raiseBotStage } from './bot-stage.js';
import { raiseMeiyueart, raiseWechat, SYSTEMS, type SystemName } from './hosts.js';

export type StageOptions = BotStageOptions & {
  /** Which systems there are; all of them by default. */
  readonly systems?: readonly SystemName[];
};

/** A local Slack, broken production systems on hosts in boxes, and the real bot between them. */
export type Stage = BotStage & {
  /** The wechat backend's server. Throws, as `system` does, when the stage was raised without it. */
  readonly box: Box;
  readonly system: WechatBackend;
  /** meiyueart.com: its production server `box` and its deploy host `control`. Throws when the stage was raised without it. */
  readonly meiyueart: { readonly box: Box; readonly control: Box; readonly system: Meiyueart };
};

/** Raises the stage. Returns when every system is seen broken and, unless told otherwise, the bot is connected. */
export async function raiseStage({ systems: names = SYSTEMS, ...options }: StageOptions = {}): Promise<Stage> {
  const { stage, systems } = await raiseBotStage(options, (ground) => raiseSystems(ground, names));
  const { wechat, meiyueart } = systems;
  return {
    ...stage,
    get box() {
      return there(wechat, 'wechat-backend').box;
    },
    get system() {
      return there(wechat, 'wechat-backend').system;
    },
    get meiyueart() {
      return there(meiyueart, 'meiyueart');
    },
  };
}

/** The hosts, each with a root of its own, and their systems. */
async function raiseSystems(ground: Ground, names: readonly SystemName[]) {
  const raising = [
    names.includes('wechat-backend') ? raiseWechat(ground) : Promise.resolve(undefined),
    names.includes('meiyueart') ? raiseMeiyueart(ground) : Promise.resolve(undefined),
  ] as const;
  await allEnded<unknown>(raising);
  const [wechat, meiyueart] = await Promise.all(raising);
  return { wechat, meiyueart, raised: [wechat, meiyueart].filter((each) => each !== undefined) };
}

function there<Raised>(raised: Raised | undefined, name: SystemName): Raised {
  if (raised) return raised;
  throw new Error(`This stage was raised without ${name}.`);
}
