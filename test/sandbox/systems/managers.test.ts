import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Box, startBox } from '../../../sandbox/host/box.js';
import { serveManagers } from '../../../sandbox/systems/managers/serve.js';
import { supervisorctl } from '../../../sandbox/systems/managers/supervisorctl.js';
import { systemctl } from '../../../sandbox/systems/managers/systemctl.js';
import { type Service, supervise } from '../../../sandbox/systems/supervise.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { shellOf } from './shell.js';

// `api` belongs to systemd and `worker` to supervisor; each ends with code 3 while the file `broken` says so.
let root: string;
let box: Box;
let [api, worker]: [Service, Service] = [undefined as never, undefined as never];
let sh: ReturnType<typeof shellOf>;
let managers: { close(): Promise<void> };

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'managers-'));
  box = await startBox({ name: 'app', root });
  sh = shellOf(box);
  const program = join(root, 'program.mjs');
  writeFileSync(
    program,
    `import { existsSync } from 'node:fs';
     if (existsSync('${join(root, 'broken')}')) { console.error('no module named config'); process.exit(3); }
     setInterval(() => {}, 1000);`,
  );
  api = supervise(box, { name: 'api', args: [program] });
  worker = supervise(box, { name: 'worker', args: [program], manager: 'supervisor' });
  managers = await serveManagers(box, { systemctl: systemctl([api]), supervisorctl: supervisorctl([worker]) });
});
afterAll(async () => {
  await Promise.all([api.stop(), worker.stop()]);
  await managers.close();
  await box.close();
  rmSync(root, { recursive: true, force: true });
});

test('each program on the host says that it is a stand-in', () => {
  for (const tool of ['sudo', 'systemctl', 'supervisorctl']) {
    expect(readFileSync(join(root, 'bin', tool), 'utf8')).toContain(`Stand-in for ${tool}`);
  }
});

test('systemctl tells of the service and controls it, with the exit codes of the real one', async () => {
  expect(await sh('systemctl is-active api')).toMatchObject({ code: 0, out: 'active\n' });
  expect(await sh('sudo -n systemctl stop api')).toMatchObject({ code: 0, out: '' });
  expect(api.look()).toMatchObject({ phase: 'stopped', pid: undefined });
  expect(await sh('systemctl is-active api.service')).toMatchObject({ code: 3, out: 'inactive\n' });
  expect(await sh('sudo systemctl status api --no-pager')).toMatchObject({
    code: 3,
    out: expect.stringContaining('Active: inactive (dead)'),
  });
  expect(await sh('sudo -n systemctl start api')).toMatchObject({ code: 0 });
  const { pid } = api.look();
  expect(await sh('systemctl show api -p MainPID,ActiveState')).toMatchObject({
    out: `ActiveState=active\nMainPID=${pid}\n`,
  });
  expect(await sh('systemctl show --property=MainPID --value api')).toMatchObject({ out: `${pid}\n` });
  expect(await sh('systemctl status shop')).toMatchObject({ code: 4, err: 'Unit shop.service could not be found.\n' });
  expect(await sh('sudo systemctl restart shop')).toMatchObject({ code: 5 });
});

test('sudo runs what its list names and nothing else, and the managers want it', async () => {
  expect(await sh('systemctl restart api')).toMatchObject({ code: 1, err: expect.stringContaining('authentication') });
  expect(await sh('supervisorctl status worker')).toMatchObject({ code: 1 });
  expect(await sh('sudo -n true')).toMatchObject({ code: 1, err: 'sudo: a password is required\n' });
  expect(await sh('sudo -n rm -rf /nothing')).toMatchObject({ code: 1, err: 'sudo: a password is required\n' });
  expect(await sh('sudo cat /etc/hosts')).toMatchObject({ code: 1, err: expect.stringContaining('a terminal') });
  expect(await sh('sudo -n -u deploy systemctl is-active api')).toMatchObject({ code: 0 });
  expect(await sh('sudo -n -u nobody systemctl is-active api')).toMatchObject({ code: 1 });
  expect(await sh('sudo -n -l systemctl restart api')).toMatchObject({
    code: 0,
    out: `${root}/bin/systemctl restart api\n`,
  });
  expect(await sh('sudo -n -l reboot')).toMatchObject({ code: 1 });
});

test('a restart ends with 0 although the program dies at once; systemd gives up after five starts', async () => {
  await breakBoth(true);
  expect(await sh('sudo -n systemctl restart api')).toMatchObject({ code: 0 });
  await waitUntil(() => api.look().phase === 'failed', { what: 'systemd to give up' });
  expect(await sh('systemctl is-active api')).toMatchObject({ code: 3, out: 'failed\n' });
  expect(await sh('systemctl is-failed api')).toMatchObject({ code: 0 });
  expect(await sh('systemctl status api')).toMatchObject({
    code: 3,
    out: expect.stringMatching(/failed \(failed\) \(Result: exit-code\)[\s\S]*no module named config/),
  });
  await breakBoth(false);
  expect(await sh('sudo -n systemctl restart api')).toMatchObject({ code: 0 });
  expect(await sh('systemctl is-active api')).toMatchObject({ code: 0 });
});

test('supervisorctl waits for the program to live, and tells BACKOFF, FATAL, STOPPED and RUNNING', async () => {
  const status = () => sh('sudo -n supervisorctl status worker');
  expect(await sh('sudo -n supervisorctl restart worker')).toMatchObject({
    code: 0,
    out: 'worker: stopped\nworker: started\n',
  });
  expect(await status()).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^worker +RUNNING +pid \d+, uptime 0:00/),
  });
  await breakBoth(true);
  expect(await sh('sudo -n supervisorctl restart worker')).toMatchObject({
    code: 7,
    out: 'worker: stopped\nworker: ERROR (spawn error)\n',
  });
  expect(await status()).toMatchObject({ code: 0, out: expect.stringContaining('BACKOFF') });
  await waitUntil(() => worker.look().phase === 'failed', { what: 'supervisor to give up' });
  expect(await status()).toMatchObject({ code: 3, out: expect.stringContaining('FATAL') });
  await sh('sudo -n supervisorctl stop worker');
  expect(await status()).toMatchObject({ code: 3, out: expect.stringContaining('STOPPED') });
  await breakBoth(false);
  expect(await sh('sudo -n supervisorctl start worker')).toMatchObject({ code: 0, out: 'worker: started\n' });
  expect(await sh('sudo -n supervisorctl start worker')).toMatchObject({ out: 'worker: ERROR (already started)\n' });
  expect(await sh('sudo -n supervisorctl status shop')).toMatchObject({ code: 4 });
});

test('they work from a process that has left its session and its pipes', async () => {
  const file = join(root, 'detached');
  await sh(
    `setsid sh -c 'sudo -n systemctl is-active api > ${file}; echo $? >> ${file}' < /dev/null > /dev/null 2>&1 &`,
  );
  await waitUntil(() => sh(`cat ${file} 2> /dev/null`).then(({ out }) => out === 'active\n0\n'), {
    what: 'the detached answer',
  });
});

async function breakBoth(isBroken: boolean): Promise<void> {
  const file = join(root, 'broken');
  if (isBroken) writeFileSync(file, '');
  else rmSync(file);
}
