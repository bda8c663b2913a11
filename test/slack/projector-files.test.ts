import { afterEach, expect, it } from 'vitest';
import type { Render } from '../../src/slack/projector/setting.js';
import { awaiting, type Projection, projecting, running, says } from './projecting.js';
import { INCIDENT } from './stage.js';

let projection: Projection;
afterEach(async () => {
  expect(await projection.people.violations()).toEqual([]);
  await projection.end();
});

const LINES = Array.from({ length: 150 }, (_, line) => `line ${line} <!channel> "${'x'.repeat(40)}" 全文`);

/** A card with a long file below it, and buttons once that is there. */
const withFile: Render = (state, { delivered }) => [
  says('card', `${delivered.has('request-file') ? 'buttons' : 'none'} ${state.revision}`),
  {
    ...{ key: 'request-file', kind: 'file', place: { channel: INCIDENT, below: 'card' } },
    ...{ name: 'r.md', title: 'request', content: `${LINES.join('\n')}\n${'长'.repeat(4_000)}` },
  },
];

async function thread() {
  const { ts } = await projection.card('buttons');
  return (await projection.people.thread('李四', INCIDENT, ts)).slice(1);
}

async function expectWholeText() {
  const text = (await thread()).map(({ plain }) => plain).join('\n');
  expect(LINES.filter((line) => !text.includes(line))).toEqual([]);
  expect([...text].filter((point) => point === '长')).toHaveLength(4_000);
  expect(text).toContain('以下是全文');
}

it('posts the whole text of a file that Slack refuses', async () => {
  projection = await projecting({ render: withFile });
  await projection.people.fault({
    method: 'files.getUploadURLExternal',
    kind: 'error',
    error: 'file_uploads_disabled',
  });
  projection.show(awaiting);
  await expectWholeText();
});

it('posts the whole text after two uploads that reached nobody', async () => {
  projection = await projecting({ render: withFile });
  // Nothing listens where Slack says that files go.
  projection.slack.state.url = 'http://127.0.0.1:1';
  projection.show(awaiting);
  await expectWholeText();
  expect(await projection.people.calls('files.getUploadURLExternal')).toHaveLength(2);
  expect(await projection.store.find(awaiting.id, 'request-file')).toMatchObject({ channel: INCIDENT });
});

it('posts each part once, also when Slack fails in the middle', async () => {
  projection = await projecting({ render: withFile });
  const { people, slack, show, card } = projection;
  slack.state.url = 'http://127.0.0.1:1';
  show(awaiting);
  const { ts } = await card('none');
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, ts)).length === 3);
  await people.fault({ method: 'chat.postMessage', kind: 'http-500', times: 1 });
  await card('buttons');
  const numbers = (await thread()).map(({ plain }) => /第 (\d+) 部分/.exec(plain)?.[1]);
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1)));
});

it('does not keep other runs waiting while files cannot be uploaded', async () => {
  const other = { ...running, id: '20261120-other' };
  projection = await projecting({
    render: (state, seen) =>
      state.id === other.id ? [says('card', `other ${state.revision}`)] : withFile(state, seen),
  });
  const { people, show, card } = projection;
  show(other);
  await card('other');
  await people.fault({ method: 'files.completeUploadExternal', kind: 'http-500', times: 100 });
  show(awaiting);
  await people.waitFor(async () => (await people.calls('files.completeUploadExternal')).length >= 1);
  const asked = Date.now();
  show({ ...other, revision: 90, phase: 'closing' });
  await card('other 90');
  expect(Date.now() - asked).toBeLessThan(400);
});

it('turns to text at once while uploads are known to fail, and uploads again later', async () => {
  projection = await projecting({ render: withFile });
  const { people, show, card } = projection;
  await people.fault({ method: 'files.completeUploadExternal', kind: 'http-500', times: 3 });
  show(awaiting);
  await card('buttons');
  const next = { ...awaiting, id: '20261120-next', revision: awaiting.revision + 1 };
  show(next);
  await card(`buttons ${next.revision}`);
  expect((await people.calls('files.completeUploadExternal')).length).toBeLessThanOrEqual(3);
});
