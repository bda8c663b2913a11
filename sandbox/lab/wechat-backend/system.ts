import { join } from 'node:path';
import type { Program } from '../../systems/findings.js';
import type { System } from '../../systems/system.js';
import { waitUntil } from '../../systems/wait-until.js';
import { actionsOf } from '../../systems/wechat-backend/actions.js';
import { wechatFiles } from '../../systems/wechat-backend/files.js';
import { createInspection } from '../../systems/wechat-backend/inspect.js';
import { type Observation, observe } from '../../systems/wechat-backend/observe.js';
import { title, toSight } from '../../systems/wechat-backend/sight.js';
import type { Lab } from '../lab.js';
import { watchServices } from '../services.js';
import { deploy, type Trouble } from './deploy.js';
import { lastOutcomes, start } from './prepare.js';

const url = 'https://api.example.com';

/** The wechat backend on its prepared host, started with its users: what the side panel shows of it, and how it breaks. */
export async function startWechatBackend(
  lab: Lab<'app' | 'users'>,
): Promise<System & { observe(): Promise<Observation> }> {
  const { app, users } = lab.hosts;
  await start({ app, users });
  const onApp = await watchServices(app, { units: ['wechat-backend', 'redis-server', 'nginx'] });
  const onUsers = await watchServices(users, { units: ['users'] });
  const programs: Program[] = [
    ...['wechat-backend', 'redis-server', 'nginx'].map((name) => ({ name, service: onApp(name) })),
    { name: { 'zh-CN': '用户（替身）', en: 'users (stand-in)' }, service: onUsers('users') },
  ];
  const files = { ...wechatFiles(app.root), lastOutcomes: join(users.root, lastOutcomes) };
  const inspect = createInspection(files, programs);
  const look = () => observe(lab.ask, url, files);
  const deployAnswering = async (trouble: Trouble) => {
    await deploy(app, trouble);
    await waitUntil(() => lab.ask(`${url}/api/version`), { what: 'the wechat backend to answer' });
  };
  return {
    ...{ name: 'wechat-backend', title },
    observe: look,
    look: async () => toSight(await look(), await inspect()),
    actions: actionsOf({
      breakDiagnosis: () => deployAnswering('diagnoses hang'),
      takeApiDown: () => deploy(app, 'it dies as it starts'),
      damageData: () => deployAnswering('reports are empty'),
    }),
    close: async () => undefined,
  };
}
