import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareImage } from '../../sandbox/lab/image.js';
import { run, tryRun } from '../../sandbox/lab/run.js';
import { SlackClient } from '../../sandbox/slack/client.js';
import { freePort } from '../../sandbox/systems/free-port.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { WECHAT_ANSWERS, walk } from '../e2e/walk.js';
import { processesWith } from '../helpers/processes-with.js';
import { leftovers } from './lab/leftovers.js';
import { describeInLab } from './lab/needs.js';

describeInLab('npm run demo -- --hosts=real', () => {
  let before: Awaited<ReturnType<typeof leftovers>>;
  let demo: ChildProcess;
  let said = '';
  let url: string;
  let people: SlackClient;
  /** Everything temporary of the demo is below it. */
  let temporary: string;

  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'real-demo-test-'));
    await prepareImage();
    before = await leftovers();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    demo = spawn('npm', ['run', 'demo', '--', '--hosts=real'], {
      env: { ...process.env, PORT: `${port}`, TMPDIR: temporary },
      ...{ detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    for (const stream of [demo.stdout, demo.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
    const isReady = () => {
      if (demo.exitCode !== null) throw new Error(`the demo ended:\n${said}`);
      return said.includes(`\nReady: ${url}/\n`);
    };
    await waitUntil(isReady, { what: 'Ready', timeoutMs: 120_000 });
    people = new SlackClient(url);
  }, 900_000);
  afterAll(() => {
    if (demo?.exitCode === null && demo.pid !== undefined) process.kill(-demo.pid, 'SIGKILL');
    rmSync(temporary, { recursive: true, force: true });
  });

  test('a button breaks the wechat backend, and scheme B by clicks heals the host', async () => {
    await press('break-api');
    await waitUntil(async () => (await ask('app', 'api.example.com', '/api/version')).endsWith('502'), {
      what: 'nginx to find nobody behind it',
    });
    expect(await onHost('app', 'git -c safe.directory=* -C /data/app/wechat-backend describe --tags --dirty')).toBe(
      'v2.0.0-phase1-dirty\n',
    );
    await walk({
      ...{ people, channel: 'C0INCIDENT', command: 'scheme-b', severity: 'P0 立即回滚', answers: WECHAT_ANSWERS },
    });
    expect(await ask('app', 'api.example.com', '/api/version')).toBe('{"version":"v1.0.0"}\n\n200');
    expect(
      await onHost(
        'app',
        'cat /proc/1/comm; systemctl is-active wechat-backend; git -c safe.directory=* -C /data/app/wechat-backend describe --tags --dirty',
      ),
    ).toBe('systemd\nactive\nv1.0.0\n');
    await waitUntil(async () => (await system('wechat-backend')).healthy, { what: 'the panel to show it well' });
  }, 300_000);

  test('a button makes meiyueart.com crash, and scheme 2 by clicks heals the host', async () => {
    await press('meiyueart-crash');
    await waitUntil(async () => (await ask('web', 'meiyueart.com', '/api/health')).endsWith('502'), {
      what: 'nginx to find nobody behind it',
    });
    await walk({
      ...{ people, channel: 'C0MEIYUEART', command: 'scheme-2', severity: 'NOW 确认问题后立即回滚' },
      boxes: ['确认需要回滚的问题', '确认回滚时间窗口'],
      answers: ['系统其他功能正常', '用户未报告异常'],
      end: '成功 · meiyueart',
    });
    expect(await ask('web', 'meiyueart.com', '/api/health')).toContain('"healthy"');
    expect(await onHost('web', 'supervisorctl status lingzhi_admin_backend')).toContain('RUNNING');
    await waitUntil(async () => (await system('meiyueart')).healthy, { what: 'the panel to show it well' });
    expect(await people.violations()).toEqual([]);
  }, 300_000);

  test('Ctrl-C leaves no host, network, mount, process or file', async () => {
    const exited = once(demo, 'close');
    // As a terminal does: to npm and the demo at once.
    process.kill(-(demo.pid ?? 0), 'SIGINT');
    expect((await exited)[0]).toBe(0);
    expect(await leftovers()).toEqual(before);
    expect(readdirSync(temporary).filter((name) => name.startsWith('backout-'))).toEqual([]);
    expect(processesWith(temporary)).toEqual([]);
  }, 60_000);

  async function press(id: string): Promise<void> {
    const answer = await fetch(`${url}/production/actions/${id}`, { method: 'POST' });
    expect([answer.status, await answer.text()]).toEqual([200, '{"ok":true}']);
  }

  async function system(name: string) {
    // biome-ignore lint/suspicious/noExplicitAny: JSON of another process, judged by the expectations.
    const { systems } = (await (await fetch(`${url}/production/state`)).json()) as any;
    return systems.find((each: { name: string }) => each.name === name);
  }

  /** Of a host, by the name that the panel shows it by. */
  async function addressOf(host: string): Promise<string> {
    const all = [await system('wechat-backend'), await system('meiyueart')].flatMap(({ hosts }) => hosts);
    return all.find(({ name }: { name: string }) => name === host).address.replace(/^user@(.*):22$/, '$1');
  }

  /** Asks a site from this machine; the body and the status. */
  async function ask(host: string, site: string, path: string): Promise<string> {
    const { authority } = await prepareImage();
    const place = ['--resolve', `${site}:443:${await addressOf(host)}`, '--cacert', authority];
    return (await tryRun('curl', ['-s', '-w', '\n%{http_code}', ...place, `https://${site}${path}`])).output;
  }

  async function onHost(host: string, script: string): Promise<string> {
    const { keyFile } = await prepareImage();
    const settings = ['LogLevel=ERROR', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];
    const options = settings.flatMap((setting) => ['-o', setting]);
    return run('ssh', ['-i', keyFile, ...options, `root@${await addressOf(host)}`, script]);
  }
});
