import { afterEach, expect, it } from 'vitest';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

it('answers, asks and refuses in the language of the channel', async () => {
  theatre = await stage({ languages: { workspace: 'zh-CN', channels: { [INCIDENT]: 'en' } } });
  const { people } = theatre;
  await people.slash('赵六', 'help');
  expect((await people.waitForMessage('赵六', INCIDENT, '/rollback list-backups')).plain).toMatch(/the backups/i);
  await people.slash('赵六', 'scheme-a');
  expect(await people.waitForModal('赵六')).toMatchObject({ title: 'Request a rollback' });
  await people.closeModal('赵六');
  await people.slash('访客', 'status');
  expect((await people.waitForMessage('访客', INCIDENT, 'Guests')).isEphemeral).toBe(true);
});
