import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { examine } from '../../src/doctor/examine.js';
import { isReady, report } from '../../src/doctor/report.js';
import { backoutWith } from '../cli/run-backout.js';

let stage: Stage;
let written: Record<string, unknown> & { systems: Record<string, Record<string, unknown>> };

beforeAll(async () => {
  stage = await raiseStage({ systems: ['wechat-backend'], language: 'en' });
  written = parse(await readFile(stage.inventoryFile, 'utf8'));
});
afterAll(() => stage?.close());

/** What doctor says of this stage with some things changed. */
async function examined(change: { env?: object; system?: object; inventory?: object; language?: 'en' | 'zh-CN' } = {}) {
  const file = join(stage.directory, 'changed.yaml');
  const system = { ...written.systems['wechat-backend'], ...change.system };
  await writeFile(file, stringify({ ...written, ...change.inventory, systems: { 'wechat-backend': system } }));
  const language = change.language ?? 'en';
  const env = { PATH: process.env.PATH, ...stage.botEnv, ...change.env };
  const sections = await examine({ env, file, language });
  return { isReady: isReady(sections), lines: report(sections, language), text: report(sections, language).join('\n') };
}

describe('npx backout doctor beside a running bot', () => {
  it('finds everything right, touches nothing and tells no secret', async () => {
    const files = await readdir(join(stage.directory, 'data'));
    const { code, out } = await backoutWith(stage.botEnv, 'doctor');
    expect(out).not.toContain('✗');
    expect(out).toMatch(
      /Host wechat-backend\/app[\s\S]*reached, key on file, logged in[\s\S]*all \d+ are there[\s\S]*Ready: \d+ fine/,
    );
    expect(code).toBe(0);
    expect(await readdir(join(stage.directory, 'data'))).toEqual(files);
    expect(stage.bot.pid).toBeDefined();
    for (const secret of [stage.slack.botToken, stage.slack.appToken, stage.system.adminKey])
      expect(out).not.toContain(secret);
    expect(await stage.people.violations()).toEqual([]);
  });

  it('gives the findings as JSON, and in Chinese', async () => {
    const { out } = await backoutWith(stage.botEnv, 'doctor', '--json', '--language', 'zh-CN');
    const { ready, sections } = JSON.parse(out);
    expect(ready).toBe(true);
    expect(sections.map(({ title }: { title: string }) => title)).toEqual(
      expect.arrayContaining(['本机', '配置', '频道', '人员与用户组', '消息']),
    );
  });
});

describe('what doctor says is wrong', () => {
  it('says all of Slack at once, each with how to fix it', async () => {
    const { slack } = stage;
    const scopes = slack.state.bot.scopes;
    slack.state.bot.scopes = [...scopes.filter((scope) => scope !== 'files:write'), 'chat:write.public'];
    slack.state.userGroups.push({ id: 'S0EMPTY', name: 'nobody', handle: 'nobody', users: ['U0GUEST'] });
    const roles = {
      ...(written.systems['wechat-backend']?.roles as object),
      cto: ['U0GUEST', 'U0NOBODY', 'S0EMPTY', 'S0NONE'],
    };
    const { text, lines, isReady } = await examined({
      system: { channels: ['C0INCIDENT', 'C0GENERAL', 'C0NOWHERE'], roles },
      inventory: { slack: { team: 'T0OTHER' } },
    });
    slack.state.bot.scopes = scopes;
    expect(text).toContain('belongs to workspace T0BACKOUT, but backout.yaml says T0OTHER');
    expect(text).toMatch(/✗ Scope files:write is missing → add files:write at .*OAuth & Permissions.*reinstall/);
    expect(text).toContain('! Scopes that Backout does not need, and that you may remove: chat:write.public');
    expect(text).toContain('✗ #general (wechat-backend): Backout is not in it → type /invite @Backout in #general');
    expect(text).toMatch(/✗ C0NOWHERE .*no such channel.*→ type \/invite @Backout/);
    expect(text).toMatch(/U0GUEST, wechat-backend\/cto\) .*may neither ask nor decide →/);
    expect(text).toMatch(/✗ U0NOBODY .*no such person →/);
    expect(text).toMatch(/✗ User group S0EMPTY .*no full member →/);
    expect(text).toMatch(/✗ S0NONE .*no such user group →/);
    expect(isReady).toBe(false);
    expect(lines.filter((line) => line.includes('✗')).every((line) => line.includes(' → '))).toBe(true);
  });

  it('notes that a workspace knows no plan block, for which there is a simpler form', async () => {
    await stage.people.fault({ kind: 'no-plan-block' });
    const { text, isReady } = await examined();
    await stage.people.clearFaults();
    expect(text).toContain(
      '! Slack refuses the newest form of wechat-backend: card here; Backout shows its simpler form',
    );
    expect(isReady).toBe(true);
  });

  it('says that tokens are refused, in Chinese too, and looks at the hosts all the same', async () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-wrong' };
    const { text } = await examined({ env, language: 'zh-CN' });
    expect(text).toMatch(/✗ Slack 拒绝了 SLACK_BOT_TOKEN：invalid_auth → 请重新复制/);
    expect(text).toMatch(/✗ Slack 拒绝了 SLACK_APP_TOKEN：invalid_auth → 请重新生成/);
    expect(text).toContain('可以连接，密钥相符，可以登录');
    expect(text).not.toContain('xoxb-wrong');
  });

  it('takes no answer for no success: rate limits leave people and the workspace unknown', async () => {
    const { slack, people } = stage;
    slack.state.userGroups.push({ id: 'S0SILENT', name: 'on call', handle: 'on-call', users: ['U0GUEST'] });
    const roles = { ...(written.systems['wechat-backend']?.roles as object), cto: ['S0SILENT'] };
    await people.fault({ kind: '429', method: 'users.info', retryAfter: 30, times: 50 });
    const group = await examined({ system: { roles } });
    const elsewhere = await examined({ system: { roles }, inventory: { slack: { team: 'T0OTHER' } } });
    await people.clearFaults();
    expect(group.text).toMatch(/✗ S0SILENT: Slack does not say: Slack asks to wait.* → run this again in a minute$/m);
    expect(elsewhere.text).toMatch(/✗ S0SILENT: Slack does not say: .* → first fix what stands under Slack above$/m);
    expect(group.text).not.toContain('can act');
    await people.fault({ kind: '429', method: 'auth.test', retryAfter: 30, times: 1 });
    const { text, isReady } = await examined();
    await people.clearFaults();
    expect(text).toMatch(/✗ Slack asks to wait before it answers for SLACK_BOT_TOKEN .* → run this again in a minute/);
    expect(text).toContain('! Channels, people and messages were not looked at');
    expect(isReady).toBe(false);
  });

  it('tells of a message that Slack refuses beside one that it did not check', async () => {
    await stage.people.fault({ kind: 'error', method: 'blocks.validate', error: 'invalid_blocks', times: 1 });
    await stage.people.fault({ kind: '429', method: 'blocks.validate', retryAfter: 30, times: 2 });
    const { text, isReady } = await examined();
    await stage.people.clearFaults();
    expect(text).toMatch(/✗ Slack refuses wechat-backend: .*invalid_blocks/);
    expect(text).toMatch(/! Messages and dialogs that Slack did not check: 2 \(rate limited/);
    expect(text).toMatch(/✓ Messages and dialogs that Slack accepts: \d/);
    expect(isReady).toBe(false);
  });

  it('says that Slack is not there, and what the environment lacks', async () => {
    const away = await examined({ env: { SLACK_API_URL: 'http://127.0.0.1:9/api/' } });
    expect(away.text).toMatch(/✗ Slack cannot be reached: .* → check the network/);
    const none = await examined({ env: { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' } });
    expect(none.text).toMatch(/✗ SLACK_BOT_TOKEN: is not set → get it at/);
    expect(none.text).toMatch(/✗ SLACK_APP_TOKEN: is not set → get it at/);
  });

  it('says files, secrets, the journal and hosts that are not as the inventory says', async () => {
    const { host, port, user } = stage.box;
    const app = { host, port, user, key: './none', knownHosts: './known_hosts' };
    const broken = await examined({
      system: { targets: { app }, secrets: { ADMIN_KEY: { file: './none' } } },
      inventory: { journal: './known_hosts/data/backout.db' },
    });
    expect(broken.text).toMatch(/✗ .*changed\.yaml:\d+:\d+: .*none does not exist → write the secret into it/);
    expect(broken.text).toMatch(/✗ The journal’s folder .*known_hosts\/data cannot be written → run: mkdir -p/);
    expect(broken.text).toMatch(
      /✗ The SSH key \S+none cannot be used\. \S+none does not exist → put it there, readable for/,
    );
    expect(broken.text).not.toContain('ENOENT');
  });

  it('says a host without a key on file by the command that asks for it, and one that is down', async () => {
    const before = written.systems['wechat-backend']?.targets as { app: object };
    const unknown = await examined({ system: { targets: { app: { ...before.app, knownHosts: './none' } } } });
    const told = unknown.lines.filter((line) => /none|hosts trust/.test(line));
    expect(told).toEqual([
      expect.stringMatching(
        /✗ The identity of .* is not on file\. \S+none does not exist → npx backout hosts trust wechat-backend\/app$/,
      ),
    ]);
    const pinned = join(stage.directory, 'another_key');
    const [name, type] = stage.box.knownHosts.split(' ');
    const other = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20another key of thirty-two bytes!!').toString('base64');
    await writeFile(pinned, `${name} ${type} ${other}\n`);
    const changed = await examined({ system: { targets: { app: { ...before.app, knownHosts: pinned } } } });
    expect(changed.text).toMatch(
      /SHA256:.*SHA256:.*→ find out first whether .*ssh-keygen -R .*another_key', then npx backout hosts trust/,
    );
    await stage.box.refuseConnections(true);
    expect((await examined()).text).toMatch(/✗ Host deploy@127\.0\.0\.1:\d+ .*ECONNREFUSED.* → /);
    await stage.box.refuseConnections(false);
  });

  it('tells of an invalid inventory and plan with their places, and what could not be looked at', async () => {
    const { text } = await examined({ inventory: { language: 'fr' } });
    expect(text).toMatch(/✗ .*changed\.yaml:\d+:\d+: .*zh-CN/);
    expect(text).toContain('! Hosts, channels, people and messages were not looked at');
    expect(text).toContain('✓ Bot token: workspace Backout');
    const nowhere = await examine({ env: {}, file: join(stage.directory, 'none.yaml'), language: 'en' });
    expect(report(nowhere, 'en').join('\n')).toMatch(/✗ .*none\.yaml: the file does not exist → set BACKOUT_CONFIG/);
  });

  it('says what is wrong with the configuration in Chinese too, and keeps the places', async () => {
    const { host, port, user } = stage.box;
    const app = { host, port, user, key: './none', knownHosts: './known_hosts' };
    const invalid = await examined({ inventory: { language: 'fr', journl: 'x' }, language: 'zh-CN' });
    expect(invalid.text).toMatch(/✗ .*changed\.yaml:\d+:\d+: 只能是：zh-CN, en/);
    expect(invalid.text).toMatch(/✗ .*changed\.yaml:\d+:\d+: 没有 journl 这个键 → 请写 journal/);
    const env = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: 'wrong' };
    const system = { targets: { app }, variables: {}, secrets: { ADMIN_KEY: { file: './none' } } };
    const { lines } = await examined({ env, system, language: 'zh-CN' });
    const told = lines.slice(lines.indexOf('配置') + 1);
    const configuration = told.slice(0, told.indexOf(''));
    expect(configuration).toContainEqual(expect.stringMatching(/✗ SLACK_BOT_TOKEN: 没有设置 → 请在 api\.slack\.com/));
    expect(configuration).toContainEqual(expect.stringMatching(/✗ SLACK_APP_TOKEN: 必须以 xapp- 开头 → 请在 api/));
    expect(configuration).toContainEqual(expect.stringMatching(/✗ .*:\d+:\d+: .*none 不存在 → 请把密钥写进去/));
    expect(configuration.join('\n')).not.toMatch(/is not set|must start|does not exist|get it at|your app/);
  });

  it('says in Chinese what the YAML library says in English', async () => {
    await writeFile(join(stage.directory, 'broken.yaml'), 'language: [\n');
    const sections = await examine({ env: {}, file: join(stage.directory, 'broken.yaml'), language: 'zh-CN' });
    expect(report(sections, 'zh-CN').join('\n')).toMatch(
      /✗ .*broken\.yaml:\d+:\d+: \[ \] 或 \{ \} 的后续行缩进不够 → 请在这之前补上没有闭合的/,
    );
  });

  it('ends although a host answers nothing', async () => {
    stage.box.freeze(true);
    const startedAt = Date.now();
    expect((await examined()).text).toMatch(/✗ .*(took too long|No answer|no usable answer).* → /i);
    stage.box.freeze(false);
    expect(Date.now() - startedAt).toBeLessThan(25_000);
  });
});
