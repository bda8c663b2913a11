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
    expect(broken.text).toMatch(/✗ .*changed\.yaml:\d+:\d+: cannot be read: .*none.* → put it there/);
    expect(broken.text).toMatch(/✗ .*changed\.yaml:\d+:\d+: .*none does not exist → write the secret into it/);
    expect(broken.text).toMatch(/✗ The journal’s folder .*known_hosts\/data cannot be written → run: mkdir -p/);
    expect(broken.text).toMatch(/✗ .*SSH key .*none.* → /);
  });

  it('says a host without a key on file by the command that asks for it, and one that is down', async () => {
    const before = written.systems['wechat-backend']?.targets as { app: object };
    const unknown = await examined({ system: { targets: { app: { ...before.app, knownHosts: './none' } } } });
    expect(unknown.text).toContain('→ npx backout hosts trust wechat-backend/app');
    await stage.box.refuseConnections(true);
    expect((await examined()).text).toMatch(/✗ Host deploy@127\.0\.0\.1:\d+ .*ECONNREFUSED.* → /);
    await stage.box.refuseConnections(false);
  });

  it('tells of an invalid inventory and plan with their places, and what could not be looked at', async () => {
    const { text } = await examined({ inventory: { language: 'fr' } });
    expect(text).toMatch(/✗ .*changed\.yaml:\d+:\d+: .*zh-CN/);
    expect(text).toContain('! Hosts, channels and people were not looked at');
    expect(text).toContain('✓ Bot token: workspace Backout');
    const nowhere = await examine({ env: {}, file: join(stage.directory, 'none.yaml'), language: 'en' });
    expect(report(nowhere, 'en').join('\n')).toMatch(/✗ .*none\.yaml: cannot be read/);
  });

  it('ends although a host answers nothing', async () => {
    stage.box.freeze(true);
    const startedAt = Date.now();
    expect((await examined()).text).toMatch(/✗ .*(took too long|No answer|no usable answer).* → /i);
    stage.box.freeze(false);
    expect(Date.now() - startedAt).toBeLessThan(25_000);
  });
});
