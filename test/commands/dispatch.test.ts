import { expect, test } from 'vitest';
import { dispatch } from '../../commands/dispatch.js';
import { commands, findCommand } from '../../commands/index.js';
import type { Language } from '../../src/domain/text.js';
import type { Engine } from '../../src/engine/engine.js';
import { decode } from '../../src/view/actions.js';
import type { Door } from '../../src/view/door.js';
import { s1System } from '../helpers/choices.js';
import { fakeEngine, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { T0 } from '../helpers/story.js';

const reply = (
  text: string,
  engine: Engine = fakeEngine({}),
  language: Language = 'zh-CN',
  channel = 'C0INCIDENT',
  door: Door = 'slash',
) => dispatch({ text, door, by: 'U0ZHAO6', channel, language, now: T0 }, engine);

async function said(...args: Parameters<typeof reply>): Promise<string> {
  const first = await reply(...args);
  const answer = first.kind === 'later' ? await first.answer() : first;
  if (answer.kind !== 'message') throw new Error(`a ${answer.kind}, not a message`);
  expect(answer.audience).toBe('asker');
  return rendered(answer.message);
}

/** What the buttons of an answer stand for. */
async function commandsIn(...args: Parameters<typeof reply>): Promise<readonly unknown[]> {
  const answer = await reply(...args);
  if (answer.kind !== 'message') throw new Error(`a ${answer.kind}, not a message`);
  return answer.message.blocks.flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'button'
      ? [decode('run-command', block.accessory.value)?.text]
      : [],
  );
}

test('help lists every command, and so does nothing typed', async () => {
  expect(await said('help')).toMatchInlineSnapshot(`
    "# Backout 的命令
    /rollback list-backups [系统] 列出备份，并说明哪个可用（也可以用：backups、备份）
    /rollback schemes [系统] 对比各个方案并选择（也可以用：方案列表）
    /rollback scheme-<方案> [系统] 申请按某个方案回滚（也可以用：方案）
    /rollback dry-run scheme-<方案> [系统] 演练一个方案：做回滚前检查，列出将执行的命令，不改动任何东西（也可以用：演练、--dry-run）
    /rollback status [系统] 查看正在进行的回滚，以及下一步该由谁做（也可以用：状态）
    /rollback undo [编号] 撤销一次已结束的回滚（保留的副本还在时）（也可以用：撤销、撤回）
    /rollback record [编号] 获取一次回滚的记录（也可以用：记录）
    /rollback review [编号] 获取一次回滚的复盘报告（也可以用：复盘）
    /rollback contacts [系统] 查看出问题时联系谁、要提供什么信息（也可以用：contact、联系人）
    @Backout link 在故障消息列中使用：让本频道的回滚在那里报告进展（也可以用：关联）
    /rollback help 显示这份列表（也可以用：帮助、?）
    这里可以用的方案：
    /rollback scheme-a 方案 A：特性开关回滚
    ~ 在消息列里请改用 @Backout，例如：@Backout status"
  `);
  expect(await said('', undefined, 'en')).toMatchInlineSnapshot(`
    "# Backout commands
    /rollback list-backups [system] List the backups and say which one is usable (also: backups)
    /rollback schemes [system] Compare the schemes and choose one
    /rollback scheme-<key> [system] Request a rollback by a scheme
    /rollback dry-run scheme-<key> [system] Try a scheme: ask its pre-checks and show what would run; nothing is changed (also: --dry-run)
    /rollback status [system] Show what runs and who must act next
    /rollback undo [run] Take back a rollback that has ended, while its kept copy is still there
    /rollback record [run] Get the rollback record of a run
    /rollback review [run] Get the review report of a run
    /rollback contacts [system] Show whom to call, and what to tell them (also: contact)
    @Backout link In an incident thread: let the runs of this channel report there
    /rollback help Show this list (also: ?)
    Schemes you can use here:
    /rollback scheme-a Scheme A: Switch the v2 features off
    ~ In a thread, mention Backout instead, for example: @Backout status"
  `);
  expect(await said('  ')).toBe(await said('帮助'));
});

test('help asks nothing but which systems there are, so it works when hosts and journal are down', async () => {
  const down = new Proxy({} as Engine, {
    get: (_engine, name) => () => {
      if (name === 'systems') return [];
      throw new Error('down');
    },
  });
  expect(await said('help', down)).toContain('/rollback status');
});

test('commands are found in any language, case and width', () => {
  const words = [
    'LIST-BACKUPS',
    '备份',
    'backups',
    'ｓｔａｔｕｓ',
    '状态',
    'list–backups',
    '记录',
    'scheme-a',
    '方案A',
    '方案',
    'schemes',
    '演练',
  ];
  expect(words.map((word) => findCommand(word)?.name)).toEqual([
    'list-backups',
    'list-backups',
    'list-backups',
    'status',
    'status',
    'list-backups',
    'record',
    'scheme',
    'scheme',
    'scheme',
    'schemes',
    'dry-run',
  ]);
});

test('every command is named once', () => {
  const names = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test('a slip of the fingers is answered with what was meant', async () => {
  expect(await said('shceme-a')).toBe('没有 “shceme-a” 这个命令。\n您是不是想用 /rollback scheme-a？ [scheme-a]');
  expect(await said('stauts', undefined, 'en')).toBe(
    'There is no command “stauts”.\nDid you mean /rollback status? [status]',
  );
  expect(await commandsIn('list-backup wechat-backend')).toEqual(['list-backups wechat-backend']);
  expect(await said('deploy')).toBe('没有 “deploy” 这个命令。输入 /rollback help 查看全部命令。');
});

test('what was typed cannot call anybody', async () => {
  const answer = await reply('<!channel>');
  expect(answer.kind === 'message' && answer.message.text).toContain('&lt;!channel&gt;');
});

test('a channel without a system says where there is one', async () => {
  expect(await said('status', undefined, 'zh-CN', 'C0OTHER')).toBe(
    '这个频道没有绑定系统。以下频道已绑定：\n• wechat-backend #C0INCIDENT\n请到那里使用，或请 Backout 的管理员绑定本频道。',
  );
  expect(await said('list-backups', fakeEngine({ systems: [] }), 'en')).toBe(
    'No system is bound to this channel.\nNo channel has a system yet. Ask whoever runs Backout to add one to backout.yaml.',
  );
});

test('a channel with several systems asks which one, and takes the one named', async () => {
  const shop = s2System({ plan: { ...s2System().plan, name: 'shop' } });
  const both = fakeEngine({ systems: [s2System(), shop] });
  expect(await said('备份', both)).toBe(
    '这个频道绑定了多个系统，请选择：\n阶段一回滚方案 [wechat-backend]\n阶段一回滚方案 [shop]',
  );
  expect(await commandsIn('备份', both)).toEqual(['list-backups wechat-backend', 'list-backups shop']);
  expect(await said('list-backups shop', both)).toContain('# shop 的备份');
  expect(await said('scheme-a nix', both, 'en')).toBe(
    'This channel has no system “nix”.\nPhase-one rollback plan [wechat-backend]\nPhase-one rollback plan [shop]',
  );
});

test('among several systems a word picks the one whose scheme it is, and only what several have is asked back', async () => {
  const shop = s2System({ plan: { ...s2System().plan, name: 'shop' } });
  const engine = fakeEngine({ systems: [s2System(), s1System(), shop] });
  const asked = async (text: string) => {
    const answer = await reply(text, engine);
    return answer.kind === 'modal' ? JSON.parse(answer.modal.metadata) : answer.kind;
  };
  for (const text of ['方案2', '2', 'scheme-manual', '手动回滚', 'scheme 2'])
    expect(await asked(text)).toMatchObject({ system: 'meiyueart', scheme: '2' });
  for (const text of ['scheme-emergency', '应急回滚', '方案三', '方案3'])
    expect(await asked(text)).toMatchObject({ system: 'meiyueart', scheme: '3' });
  expect(await asked('scheme-a shop')).toMatchObject({ system: 'shop', scheme: 'a' });
  expect(await said('方案A', engine)).toContain('这里有多个系统都有方案 “a”');
  expect(await commandsIn('方案A', engine)).toEqual(['scheme-a wechat-backend', 'scheme-a shop']);
  expect(await commandsIn('scheme-a —dry-run', engine)).toEqual([
    'scheme-a wechat-backend --dry-run',
    'scheme-a shop --dry-run',
  ]);
  expect(await commandsIn('scheme-z', engine)).toEqual(['schemes wechat-backend', 'schemes meiyueart', 'schemes shop']);
});
