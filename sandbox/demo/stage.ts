import { type Box, type Host, startBox } from '../host/box.js';
import { allEnded } from '../systems/all-ended.js';
import type { Meiyueart } from '../systems/meiyueart/start.js';
import type { WechatBackend } from '../systems/wechat-backend/start.js';
import { type BotStage, type BotStageOptions, type Ground, raiseBotStage } from './bot-stage.js';
import { raiseMeiyueart, raiseWechat, type StartHost, SYSTEMS, type SystemName } from './hosts.js';

export type StageOptions = BotStageOptions & {
  /** Which systems there are; all of them by default. */
  readonly systems?: readonly SystemName[];
};

/** A local Slack, broken production systems on hosts of one kind, and the real bot between them. */
export type StageOn<Started extends Host> = BotStage & {
  /** The wechat backend's server. Throws, as `system` does, when the stage was raised without it. */
  readonly box: Started;
  readonly system: WechatBackend;
  /** meiyueart.com: its production server `box` and its deploy host `control`. Throws when the stage was raised without it. */
  readonly meiyueart: { readonly box: Started; readonly control: Started; readonly system: Meiyueart };
};

/** The stage with hosts in boxes. */
export type Stage = StageOn<Box>;

/** Raises the stage. Returns when every system is seen broken and, unless told otherwise, the bot is connected. */
export function raiseStage(options?: StageOptions): Promise<Stage> {
  return raiseStageOn(startBox, options);
}

/** Raises the stage on hosts that `start` starts. */
export async function raiseStageOn<Started extends Host>(
  start: StartHost<Started>,
  { systems: names = SYSTEMS, ...options }: StageOptions = {},
): Promise<StageOn<Started>> {
  const { stage, systems } = await raiseBotStage(options, (ground) => raiseSystems(ground, start, names));
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
async function raiseSystems<Started extends Host>(
  ground: Ground,
  start: StartHost<Started>,
  names: readonly SystemName[],
) {
  const raising = [
    names.includes('wechat-backend') ? raiseWechat(ground, start) : Promise.resolve(undefined),
    names.includes('meiyueart') ? raiseMeiyueart(ground, start) : Promise.resolve(undefined),
  ] as const;
  await allEnded<unknown>(raising);
  const [wechat, meiyueart] = await Promise.all(raising);
  return { wechat, meiyueart, raised: [wechat, meiyueart].filter((each) => each !== undefined) };
}

function there<Raised>(raised: Raised | undefined, name: SystemName): Raised {
  if (raised) return raised;
  throw new Error(`This stage was raised without ${name}.`);
}
