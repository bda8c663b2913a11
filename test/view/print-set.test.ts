import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { SingleSource } from '../../src/domain/plan.js';
import { partBlocks } from '../../src/view/print-shell.js';

it.each(['sh', 'bash'])('hands the values of a part to another shell whole, whatever stands in them: %s', (shell) => {
  const part = { name: 'db', kind: 'file', pattern: "it's {version} $x.sql", directory: 'DIR' } as SingleSource;
  const blocks = partBlocks(part, '1.0', 'en');
  const hand =
    blocks
      .join('\n')
      .split('\n')
      .filter((line) => /BACKUP_VERSION=|export -p/.test(line))
      .at(-1) ?? '';
  const env = {
    ...process.env,
    BACKUP_VERSION: '1 0',
    BACKUP_DB: "/data/it's $x; exit 1/a b.sql",
    BACKUP_DB_BYTES: '3',
  };
  const handed = execFileSync(shell, ['-c', hand], {
    encoding: 'utf8',
    env: { ...env, BACKUP_DB_DIGEST: 'd', BACKUP_NAME: '1 0' },
  });
  const seen = execFileSync('sh', ['-s'], {
    encoding: 'utf8',
    input: `${handed}\nprintf '%s|' "$BACKUP_VERSION" "$BACKUP_NAME" "$BACKUP_DB" "$BACKUP_DB_BYTES"`,
  });
  expect(seen).toBe("1 0|1 0|/data/it's $x; exit 1/a b.sql|3|");
});
