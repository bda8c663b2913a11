import { readFile } from 'node:fs/promises';
import type { Host } from '../../host/box.js';
import { askThrough } from '../ask.js';
import type { Program } from '../findings.js';
import { freePort } from '../free-port.js';
import { serveManagers } from '../managers/serve.js';
import { supervisorctl } from '../managers/supervisorctl.js';
import { programBeside } from '../run-node.js';
import { type Service, supervise } from '../supervise.js';
import type { System } from '../system.js';
import { waitUntil } from '../wait-until.js';
import { actionsOf, type Breaks, releases } from './actions.js';
import { program, type WebFiles } from './files.js';
import { createInspection } from './inspect.js';
import { type Observation, observe } from './observe.js';
import { type ControlFiles, placeRoutes, prepareControl, prepareWeb, type Release, testAccount } from './prepare.js';
import { title, toSight } from './sight.js';
import { giveSshClient } from './ssh-client.js';

export type Meiyueart = System &
  Breaks & {
    readonly name: 'meiyueart';
    /** The site, as users and the bot reach it. */
    readonly url: string;
    readonly files: WebFiles;
    readonly control: ControlFiles;
    /** The backend's supervisor program. */
    readonly service: Service;
    /** What its users meet right now, seen from outside the bot. */
    observe(): Promise<Observation>;
  };

/** Prepares meiyueart.com on its two hosts and starts it with its users, broken by the bad release. */
export async function startMeiyueart(web: Host, controlHost: Host, now = new Date()): Promise<Meiyueart> {
  const files = await prepareWeb(web, releases.breakRelease, now);
  const asKnownThere = { ...web, root: web.inside(web.root), home: web.inside(web.home) };
  const control = await prepareControl(controlHost, asKnownThere, releases.breakRelease);
  if (!web.takesFiles) giveSshClient(controlHost);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { backend, programs, close } = await startServices(web, files, port);
  await untilItAnswers(url, backend).catch(async (error) => {
    await close();
    throw error;
  });

  const deploy = async (release: Release) => {
    await backend.stop();
    await placeRoutes(files.routes, release);
    await placeRoutes(control.routes, release);
    backend.start();
  };
  const deployAnswering = async (release: Release) => {
    await deploy(release);
    await untilItAnswers(url, backend);
  };
  const ask = askThrough(fetch);
  const look = () => observe(ask, url, files, backend);
  const inspect = createInspection(files, control, programs);
  const breaks = {
    breakRelease: () => deployAnswering(releases.breakRelease),
    hideReferrer: () => deployAnswering(releases.hideReferrer),
    breakPasswordChange: () => deployAnswering(releases.breakPasswordChange),
    crashBackend: () => deploy(releases.crashBackend),
  };
  return {
    ...{ name: 'meiyueart', title },
    ...{ url, files, control, service: backend },
    observe: look,
    look: async () => toSight(await look(), await inspect()),
    ...breaks,
    actions: actionsOf(breaks),
    close,
  };
}

/** The backend (a stand-in for the Python program), its supervisor, and the stand-in for its users. */
async function startServices(web: Host, files: WebFiles, port: number) {
  // First: when it fails, nothing has been started that would have to be stopped.
  const supervised: Service[] = [];
  const managers = await serveManagers(web, { supervisorctl: supervisorctl(supervised) });
  const backend = supervise(web, {
    name: program,
    args: [programBeside(import.meta.url, './backend-stand-in.js')],
    env: {
      PORT: `${port}`,
      ROUTES: files.routes,
      ERROR_LOG: files.errorLog,
      ACCOUNTS: files.accounts,
      PROGRAM: program,
    },
    manager: 'supervisor',
  });
  supervised.push(backend);
  const { username, password } = testAccount;
  const visits = [`http://127.0.0.1:${port}`, username, password, files.lastVisit];
  const users = supervise(web, {
    name: 'users',
    args: [programBeside(import.meta.url, './users-stand-in.js'), ...visits],
  });
  const close = async () => {
    await managers.close();
    await Promise.all([users.stop(), backend.stop()]);
  };
  const programs: Program[] = [
    { name: program, service: backend },
    { name: { 'zh-CN': '用户（替身）', en: 'users (stand-in)' }, service: users },
  ];
  return { backend, programs, close };
}

async function untilItAnswers(url: string, backend: Service): Promise<void> {
  const isUp = async () => (await fetch(`${url}/api/health`).catch(() => undefined))?.ok;
  try {
    await waitUntil(isUp, { what: `the meiyueart backend to answer at ${url}` });
  } catch (cause) {
    const log = await readFile(backend.logFile, 'utf8');
    throw new Error(`The meiyueart backend does not start. Its log ends with:\n${log.slice(-800)}`, { cause });
  }
}
