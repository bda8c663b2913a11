import { join } from 'node:path';
import type { Program } from '../../systems/findings.js';
import { actionsOf, releases } from '../../systems/meiyueart/actions.js';
import { program, webFiles } from '../../systems/meiyueart/files.js';
import { createInspection } from '../../systems/meiyueart/inspect.js';
import { type Observation, observe } from '../../systems/meiyueart/observe.js';
import type { Release } from '../../systems/meiyueart/prepare.js';
import { title, toSight } from '../../systems/meiyueart/sight.js';
import type { System } from '../../systems/system.js';
import { waitUntil } from '../../systems/wait-until.js';
import type { Lab } from '../lab.js';
import { watchServices } from '../services.js';
import { deploy } from './deploy.js';
import { deployDir, lastVisit, start } from './prepare.js';

const url = 'https://meiyueart.com';

/** meiyueart.com on its prepared hosts, started with its users: what the side panel shows of it, and how it breaks. */
export async function startMeiyueart(
  lab: Lab<'web' | 'control'>,
): Promise<System & { observe(): Promise<Observation> }> {
  const { web, control } = lab.hosts;
  await start({ web, control });
  const onWeb = await watchServices(web, { units: ['nginx'], programs: [program] });
  const onControl = await watchServices(control, { units: ['users'] });
  const programs: Program[] = [
    { name: program, service: onWeb(program) },
    { name: 'nginx', service: onWeb('nginx') },
    { name: { 'zh-CN': '用户（替身）', en: 'users (stand-in)' }, service: onControl('users') },
  ];
  const files = {
    ...webFiles({ root: web.root, home: join(web.root, 'home/user') }),
    lastVisit: join(control.root, lastVisit),
  };
  const inspect = createInspection(files, { routes: join(control.root, deployDir, 'admin-backend/routes') }, programs);
  const look = () => observe(lab.ask, url, files, onWeb(program));
  const deployAnswering = async (release: Release) => {
    await deploy({ web, control }, release);
    await waitUntil(() => lab.ask(`${url}/api/health`), { what: 'meiyueart.com to answer' });
  };
  return {
    ...{ name: 'meiyueart', title },
    observe: look,
    look: async () => toSight(await look(), await inspect()),
    actions: actionsOf({
      breakRelease: () => deployAnswering(releases.breakRelease),
      hideReferrer: () => deployAnswering(releases.hideReferrer),
      breakPasswordChange: () => deployAnswering(releases.breakPasswordChange),
      crashBackend: () => deploy({ web, control }, releases.crashBackend),
    }),
    close: async () => undefined,
  };
}
