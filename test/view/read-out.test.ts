import { describe, expect, test } from 'vitest';
import { judge } from '../../src/engine/judge-http.js';
import { problem } from '../../src/view/problem.js';
import { factsOut, readOut } from '../../src/view/read-out.js';
import { words } from '../../src/view/words/words.js';
import { rendered } from '../helpers/rendered.js';

const [zh, en] = [words('zh-CN'), words('en')];
const both = (evidence: string) => [readOut({ evidence }, zh), readOut({ evidence }, en)];

describe('what Backout notes of an answer is said in the language of the reader', () => {
  test.each([
    ['exit 1\ncurl: (7) refused', '退出码 1\ncurl: (7) refused', 'exit code 1\ncurl: (7) refused'],
    ['exit 0\nok\n∌ "ready"', '退出码 0\nok\n输出中没有 "ready"', 'exit code 0\nok\nthe output lacks "ready"'],
    ['timed-out\nhalf', '超时，已停止\nhalf', 'took too long and was ended\nhalf'],
    ['host-rebooted', '主机重启了', 'the host restarted'],
    [
      '/data/backups: 0 / 2\na.db: stale\nb.db: empty',
      '/data/backups：共 2 个，可用 0 个\na.db：太旧\nb.db：是空的',
      '/data/backups: 0 usable of 2\na.db: too old\nb.db: empty',
    ],
    [
      'GET / → 200 ∋ "登\\"录", ∌ "502", a = missing',
      'GET / → 200 有 "登\\"录", 没有 "502", a = 缺失',
      'GET / → 200 there is "登\\"录", there is no "502", a = not there',
    ],
    [
      'GET / → 200 ∌ "登录": <b>∋ "x", a = missing, </b>',
      'GET / → 200 没有 "登录": <b>∋ "x", a = missing, </b>',
      'GET / → 200 there is no "登录": <b>∋ "x", a = missing, </b>',
    ],
    [
      'GET / → 200 ∌ "登录" in the first 1048576 B',
      'GET / → 200 没有 "登录"（只读了前 1048576 字节，其余没有读）',
      'GET / → 200 there is no "登录" in the first 1048576 bytes; the rest was not read',
    ],
  ])('%s', (evidence, chinese, english) => {
    expect(both(evidence)).toEqual([chinese, english]);
  });

  test('as the engine writes it about a service', () => {
    const request = {
      method: 'GET',
      path: '/health',
      headers: {},
      status: 200,
      retry: { times: 1, every: 0 },
    } as const;
    const seen = (body: string, json = {}, save = {}) =>
      judge(
        { ...request, json, save },
        'GET /health',
        { status: 200, body, durationMs: 1 },
        { saved: {}, variables: {}, hide: String },
      );
    const said = (body: string, json = {}, save = {}) => readOut(seen(body, json, save).answer, zh);
    expect(said('<html>', { status: { equals: 'ok' } })).toBe('GET /health → 200 返回的不是 JSON：<html>');
    expect(said('{}', { status: { equals: 'ok' } })).toBe('GET /health → 200 status = 缺失 ≠ "ok"');
    expect(said('{"a":1}', {}, { ID: ['id'] })).toBe('GET /health → 200 返回中没有 ID：{"a":1}');
  });

  test('what a host or a service says itself stays as it is, whatever it looks like', () => {
    const said = ['exit 0\nexit 1\nstale: empty', 'GET /x → 500 ≠ 200 a = missing', '共 0 个'];
    expect(said.map((evidence) => readOut({ evidence }, en))).toEqual([
      `exit code 0\nexit 1\nstale: empty`,
      said[1],
      said[2],
    ]);
  });

  test('the facts of a failure have names', () => {
    const failure = { code: 'ssh.host-key-changed', at: '10.0.0.5' } as const;
    const evidence = '10.0.0.5: the key is revoked; expected: SHA256:a; presented: SHA256:b';
    expect(readOut({ evidence, failure }, zh)).toBe(
      '10.0.0.5：这个密钥已被吊销；登记的密钥：SHA256:a；主机出示的密钥：SHA256:b',
    );
  });
});

test("Backout's own sentence beside a refusal is in the reader's language; a system's own is not touched", () => {
  const shown = (detail: string) => rendered(problem({ code: 'host.command-failed', at: 'app', detail }, 'zh-CN'));
  expect(shown('the directory holds too many entries')).toContain('详细信息：目录里的内容太多');
  expect(shown('no such directory: /data/backups/x')).toContain('详细信息：目录 /data/backups/x 不存在');
  expect(shown('connect ECONNREFUSED 10.0.0.5:22')).toContain('详细信息：connect ECONNREFUSED 10.0.0.5:22');
});

test.each([
  ['no answer in time', '没有及时应答'],
  ['the host hung up', '主机挂断了连接'],
  [
    "the host's shell ended with 127 and no answer: sh: not found",
    '主机上的 shell 以退出码 127 结束，没有应答：sh: not found',
  ],
  ["the host's shell ended with 1 and no answer", '主机上的 shell 以退出码 1 结束，没有应答'],
  ['still runs: checkout', 'checkout 仍在执行'],
  [
    'mismatch the token is claimed by a different script|judge the step by hand',
    '这一步已被另一个脚本占用；请人工判断这一步',
  ],
  ['unsuitable /home/app/.backout cannot be written|free space', '/home/app/.backout 无法写入；请清理磁盘'],
  ['fenced epoch 7 was here|stop this bot', '更新的机器人（第 7 次启动）来过；请停止这个机器人'],
  ['a reason is missing', '没有写理由'],
  ['there is a file of this name already', '已有同名文件'],
  ['somebody answers there already', '已有程序在那里应答'],
  ['the bot ended before it had answered', '机器人在应答之前结束了'],
  ['another Backout opened it at the same moment', '另一个 Backout 同时打开了它'],
  ['run 20261120-7kq2m has 12 events', '回滚 20261120-7kq2m 有 12 条事件'],
])('%s has Chinese', (detail, said) => {
  expect(factsOut(`app: ${detail}`, zh)).toBe(`app：${said}`);
  // What is known of a lost step stands alone, without its host.
  expect(factsOut(detail, zh)).toBe(said);
  expect(factsOut(detail, en)).not.toContain('|');
});
