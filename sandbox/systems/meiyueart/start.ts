import { readFile } from 'node:fs/promises';
import type { Box } from '../../host/box.js';
import { freePort } from '../free-port.js';
import { serveManagers } from '../managers/serve.js';
import { supervisorctl } from '../managers/supervisorctl.js';
import { programBeside } from '../run-node.js';
import { type Service, supervise } from '../supervise.js';
import type { System, SystemAction } from '../system.js';
import { waitUntil } from '../wait-until.js';
import { program, type WebFiles } from './files.js';
import { type Observation, observe } from './observe.js';
import { type ControlFiles, placeRoutes, prepareControl, prepareWeb, type Release, testAccount } from './prepare.js';
import { toSight } from './sight.js';
import { giveSshClient } from './ssh-client.js';

export type Meiyueart = System & {
  readonly name: 'meiyueart';
  /** The site, as users and the bot reach it. */
  readonly url: string;
  readonly files: WebFiles;
  readonly control: ControlFiles;
  /** The backend's supervisor program. */
  readonly service: Service;
  /** What its users meet right now, seen from outside the bot. */
  observe(): Promise<Observation>;
  /** Deploys the bad release: the referrer is gone and changing a password answers 500. */
  breakRelease(): Promise<void>;
  hideReferrer(): Promise<void>;
  breakPasswordChange(): Promise<void>;
  /** Deploys a release whose backend ends as it starts: BACKOFF, then FATAL. */
  crashBackend(): Promise<void>;
};

const releases = {
  breakRelease: { 'user_system.py': 'bad', 'change_password.py': 'bad' },
  hideReferrer: { 'user_system.py': 'bad', 'change_password.py': 'good' },
  breakPasswordChange: { 'user_system.py': 'good', 'change_password.py': 'bad' },
  crashBackend: { 'user_system.py': 'crashing', 'change_password.py': 'good' },
} as const satisfies Record<string, Release>;

/** Prepares meiyueart.com on its two hosts and starts it with its users, broken by the bad release. */
export async function startMeiyueart(web: Box, controlBox: Box, now = new Date()): Promise<Meiyueart> {
  const files = await prepareWeb(web, releases.breakRelease, now);
  const control = await prepareControl(controlBox, web, releases.breakRelease);
  giveSshClient(controlBox);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { backend, close } = await startServices(web, files, port);
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
  const look = () => observe(url, files, backend);
  const breaks = {
    breakRelease: () => deployAnswering(releases.breakRelease),
    hideReferrer: () => deployAnswering(releases.hideReferrer),
    breakPasswordChange: () => deployAnswering(releases.breakPasswordChange),
    crashBackend: () => deploy(releases.crashBackend),
  };
  return {
    ...{ name: 'meiyueart', title: { 'zh-CN': 'meiyueart 管理后台', en: 'meiyueart admin' } },
    ...{ url, files, control, service: backend },
    observe: look,
    look: async () => toSight(await look()),
    ...breaks,
    actions: actionsOf(breaks),
    close,
  };
}

type Breaks = Pick<Meiyueart, keyof typeof releases>;

function actionsOf({ breakRelease, hideReferrer, breakPasswordChange, crashBackend }: Breaks): readonly SystemAction[] {
  const of = (id: string, zh: string, en: string, perform: () => Promise<void>): SystemAction => {
    return { id: `meiyueart-${id}`, label: { 'zh-CN': zh, en }, danger: true, perform };
  };
  return [
    of('release', '再次部署问题版本', 'Deploy the bad release again', breakRelease),
    of('referrer', '去掉推荐人字段', 'Take the referrer away', hideReferrer),
    of('password', '弄坏修改密码', 'Break the password change', breakPasswordChange),
    of('crash', '让后端反复崩溃', 'Make the backend crash in a loop', crashBackend),
  ];
}

/** The backend (a stand-in for the Python program), its supervisor, and the stand-in for its users. */
async function startServices(web: Box, files: WebFiles, port: number) {
  // First: when it fails, nothing has been started that would have to be stopped.
  const programs: Service[] = [];
  const managers = await serveManagers(web, { supervisorctl: supervisorctl(programs) });
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
  programs.push(backend);
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
  return { backend, close };
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
