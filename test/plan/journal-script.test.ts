import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MARK_TIME } from '../../src/domain/log-mark.js';
import { journalScript } from '../../src/plan/host-check-scripts.js';
import { journalctlStandIn, systemctlStandIn } from '../helpers/journal-stand-ins.js';
import { installedShells } from '../helpers/shells.js';
import { problemsOf } from './broken-copies.js';

const script = journalScript({ unit: '$SERVICE', without: 'error|traceback' });

describe.each(installedShells())('the journal of a unit, with stand-ins for systemd under $name', ({ run }) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal of 'ops' "));
    mkdirSync(join(folder, 'bin'));
    standIn('journalctl', journalctlStandIn);
    standIn('systemctl', systemctlStandIn);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const standIn = (name: string, text: string) => {
    writeFileSync(join(folder, 'bin', name), text);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  /** What the check says of these lines, `<seconds> <unit> <message>`; the run began at 1000. */
  const look = (lines: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const JOURNAL = join(folder, 'journal');
    writeFileSync(JOURNAL, ['900 init Started shop.', ...lines, ''].join('\n'));
    const PATH = `${join(folder, 'bin')}:${process.env.PATH}`;
    return run(script, { PATH, JOURNAL, SERVICE: 'shop', LOG_MARK: '@1000', ...env });
  };

  it('counts what the unit wrote since the run began, and nothing else', () => {
    const before = ['990 shop ERROR before the run', '1001 other ERROR of another unit'];
    expect(look(before)).toEqual({ code: 0, text: '0 new lines in the journal of shop\n' });
    expect(look([...before, '1001 shop started', '1002 shop ready'])).toEqual({
      code: 0,
      text: '2 new lines in the journal of shop\n',
    });
  });

  it('shows the last lines that should not be there', () => {
    const lines = [
      '1001 shop Error 1',
      '1002 shop fine',
      '1003 shop Error 2',
      '1004 shop TRACEBACK 3',
      '1005 shop error 4',
    ];
    expect(look(lines)).toEqual({
      code: 1,
      text: '5 new lines in the journal of shop\nError 2\nTRACEBACK 3\nerror 4\n',
    });
  });

  it.each([
    ['is not there', { NO_JOURNALCTL: 'yes' }, /journalctl: (.* )?not found/],
    [
      'may read nothing',
      { REFUSES: 'No journal files were opened due to insufficient permissions.' },
      /insufficient permissions/,
    ],
    [
      'leaves out what others wrote',
      { SEES: 'shop' },
      /cannot be read back to the beginning of the run; is .* in the group/,
    ],
  ] as const)('never passes where journalctl %s', (_what, { NO_JOURNALCTL, ...env }: Record<string, string>, said) => {
    if (NO_JOURNALCTL) rmSync(join(folder, 'bin/journalctl'));
    const PATH = NO_JOURNALCTL ? pathWithout('journalctl') : undefined;
    const { code, text } = look(['1001 shop fine'], { ...env, ...(PATH ? { PATH } : {}) });
    expect(code).toBe(2);
    expect(text).toMatch(said);
  });

  /** The tools of this machine, by themselves: it may have a journalctl of its own. */
  function pathWithout(tool: string): string {
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    run(
      `for each in id grep wc head tail awk; do ln -s "$(command -v "$each")" "$0/$each"; done`.replaceAll(
        '$0',
        '$TOOLS',
      ),
      {
        TOOLS: tools,
        PATH: process.env.PATH ?? '',
      },
    );
    rmSync(join(tools, tool), { force: true });
    return `${join(folder, 'bin')}:${tools}`;
  }

  it('never passes when the journal begins after the run did: what stood there before is gone', () => {
    expect(look(['1001 init Started shop.', '1001 shop fine'], { LOG_MARK: '@800' })).toMatchObject({ code: 2 });
  });

  it('never passes for a unit that is not there, or where systemd does not answer', () => {
    expect(look([], { SERVICE: 'shpo' })).toEqual({ code: 2, text: 'no such unit: shpo (LoadState=not-found)\n' });
    rmSync(join(folder, 'bin/systemctl'));
    expect(look([], { PATH: pathWithout('systemctl') }).code).toBe(2);
  });

  it('never passes when lines were too many for the journal, and some are lost', () => {
    const lost = '1003 systemd-journald Suppressed 12 messages from shop.service';
    expect(look(['1001 shop fine', lost])).toMatchObject({ code: 2, text: expect.stringContaining('Suppressed 12') });
  });

  it('never passes when nobody noted the time', () => {
    expect(run(script, { SERVICE: 'shop' })).toMatchObject({
      code: expect.any(Number),
      text: expect.stringContaining('not noted'),
    });
    expect(run(script, { SERVICE: 'shop' }).code).not.toBe(0);
  });

  it('takes the host’s own time as the mark', () => {
    const { code, text } = run(`${MARK_TIME}\nmark_time log`);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/^log @\d{10,}\n$/) });
  });
});

const said = (log: string) =>
  problemsOf('wechat', [
    '\nchecks:\n',
    `\nchecks:\n  - { id: journal, title: x, log: { target: app, ${log} without: error } }\n`,
  ]).map(({ message }) => message);

it.each([
  ['unit: $SERVICE,', []],
  ['unit: wechat-backend@1.service,', []],
  ['', ['write exactly one of file and unit']],
  ['unit: $SERVICE, file: $ERROR_LOG,', ['write exactly one of file and unit']],
  ['unit: -f,', [expect.stringContaining('write the name of a unit')]],
  ['unit: "a b",', [expect.stringContaining('write the name of a unit')]],
  ['unit: $NOWHERE,', expect.arrayContaining([expect.stringContaining('NOWHERE')])],
])('a plan names either a file or a unit, and the unit by its name or a variable: %s', (log, expected) => {
  expect(said(log)).toEqual(expected);
});
