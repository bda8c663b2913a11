import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sudoScript } from '../../src/plan/sudo-check.js';
import { installedShells } from '../helpers/shells.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sudo of ops '));
  const standIn = new URL('../../sandbox/host/stand-ins/sudo.sh', import.meta.url).pathname;
  program('sudo', `exec sh '${standIn}' "${folder}/list" "$@"`);
  program('systemctl', 'echo ran >>"$0.ran"');
  writeFileSync(join(folder, 'list'), 'systemctl\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

const script = (...commands: readonly string[]) =>
  sudoScript({ target: 'app', commands: [...commands], deadline: 1_000 });

describe.each(installedShells())('under $name', ({ run }) => {
  const ask = (...commands: readonly string[]) =>
    run(script(...commands), { PATH: `${folder}:/usr/bin:/bin`, SERVICE: 'shop' });

  it('says what is allowed, and runs none of it', () => {
    const asked = ask('systemctl restart $SERVICE', 'systemctl stop shop:2');
    expect(asked).toEqual({ code: 0, text: 'allowed: systemctl restart shop\nallowed: systemctl stop shop:2\n' });
    expect(() => rmSync(join(folder, 'systemctl.ran'))).toThrow();
  });

  it('names the line that is missing in sudoers, first of all', () => {
    writeFileSync(join(folder, 'list'), 'cat\n');
    const asked = ask('cat /var/log/shop', 'systemctl restart shop:2,a=b');
    expect(asked.code).toBe(1);
    expect(asked.text.split('\n')).toEqual([
      `refused: ${folder}/systemctl restart shop:2,a=b (sudo: a password is required)`,
      `add with visudo: ${userInfo().username} ALL=(root) NOPASSWD: ${folder}/systemctl restart shop\\:2\\,a\\=b`,
      'allowed: cat /var/log/shop',
      '',
    ]);
  });

  it('says that a command is not there at all', () => {
    expect(ask('supervisorctl restart shop').text).toContain('no such command: supervisorctl');
  });

  it('says that there is no sudo', () => {
    rmSync(join(folder, 'sudo'));
    const asked = run(script('systemctl restart shop'), { PATH: folder });
    expect(asked).toEqual({ code: 1, text: 'sudo is not installed here\n' });
  });
});
