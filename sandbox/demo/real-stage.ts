import { type Lab, raiseLab } from '../lab/lab.js';
import type { LabHost } from '../lab/lab-host.js';
import type { LabSystem } from '../lab/lab-system.js';
import * as meiyueart from '../lab/meiyueart/prepare.js';
import { startMeiyueart } from '../lab/meiyueart/system.js';
import * as wechat from '../lab/wechat-backend/prepare.js';
import { startWechatBackend } from '../lab/wechat-backend/system.js';
import { withHosts } from '../lab/with-hosts.js';
import { allEnded } from '../systems/all-ended.js';
import { isSeenBroken as isMeiyueartBroken } from '../systems/meiyueart/observe.js';
import type { System } from '../systems/system.js';
import { isSeenBroken as isWechatBroken } from '../systems/wechat-backend/observe.js';
import { type BotStage, type BotStageOptions, type Ground, raiseBotStage, type Standing } from './bot-stage.js';
import type { Binding, Login } from './inventory.js';
import { type Raised, untilSeen } from './raised.js';

/** A local Slack, the same systems on whole Debian hosts with systemd, and the real bot between them. */
export async function raiseRealStage(options: BotStageOptions): Promise<BotStage> {
  return (await raiseBotStage(options, raiseSystems)).stage;
}

type Hosts = 'web' | 'control' | 'app' | 'users';

async function raiseSystems({ teardown, signal }: Ground): Promise<Standing> {
  const names = { web: ['meiyueart.com'], control: [], app: ['api.example.com'], users: [] };
  const layOut = async (hosts: Record<Hosts, LabHost>) => {
    await meiyueart.layOut(hosts);
    await wechat.layOut(hosts);
  };
  const lab = await raiseLab(names, layOut, signal);
  teardown.add(lab.close);
  const raised = await allEnded([raiseWechat(lab, signal), raiseMeiyueart(lab, signal)]);
  return { raised, certificates: lab.image.authority, through: withHosts(lab.hostsFile) };
}

async function raiseWechat(lab: Lab<Hosts>, signal: AbortSignal | undefined): Promise<Raised<System>> {
  const system = await startWechatBackend(lab);
  const { app } = lab.hosts;
  return {
    ...raisedOn(system, wechat.inventory(lab.hosts), { app }),
    untilSeenBroken: () =>
      untilSeen(signal, 'the diagnosis to be seen broken', async () => isWechatBroken(await system.observe())),
  };
}

async function raiseMeiyueart(lab: Lab<Hosts>, signal: AbortSignal | undefined): Promise<Raised<System>> {
  const system = await startMeiyueart(lab);
  const { web, control } = lab.hosts;
  return {
    ...raisedOn(system, meiyueart.inventory(lab.hosts), { web, control }),
    untilSeenBroken: () =>
      untilSeen(signal, 'the bad release to be seen', async () => isMeiyueartBroken(await system.observe())),
  };
}

function raisedOn(system: System, entry: LabSystem, hosts: Readonly<Record<string, LabHost>>) {
  const logins = Object.entries(hosts).map(([name, host]) => ({ name, login: loginOf(host) }));
  const targets = Object.fromEntries(logins.map(({ name, login }) => [name, login]));
  const binding: Binding = { ...entry, secrets: entry.secrets ?? {}, targets };
  return { system, binding, shown: { system, hosts: logins } };
}

function loginOf({ name, address, keyFile, knownHosts }: LabHost): Login {
  return { name, host: address, port: 22, user: 'user', clientKeyFile: keyFile, knownHosts };
}
