import { expect, test } from 'vitest';
import { shopBackups, shopSystem } from '../../gallery/set-backups.js';
import { backupDetails } from '../../src/view/backup-details.js';
import { backupList } from '../../src/view/backup-list.js';
import { rendered } from '../helpers/rendered.js';

test.each(['zh-CN', 'en'] as const)('a set is listed by version with each part of it, in %s', (language) => {
  const system = shopSystem(language);
  const list = shopBackups(system);
  expect(rendered(backupList([{ source: list.source, list }], { system, language }))).toMatchSnapshot();
});

test('the details of a version name where each part lies, and what is missing', () => {
  const system = shopSystem('en');
  for (const version of ['1.10.0', '1.2.0']) {
    const shown = backupDetails(shopBackups(system), version, { system, language: 'en' });
    expect(shown && rendered(shown)).toMatchSnapshot();
  }
});
