import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPeople } from '../../sandbox/slack/default-workspace.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { Secret } from '../../src/domain/secret.js';
import { createSlackClients } from '../../src/slack/clients.js';
import { createPeople } from '../../src/slack/people.js';
import { listeningLog } from './stage.js';

let slack: Slack;
let now = 0;
const clock = { now: () => now };

beforeEach(async () => {
  now = Date.now();
  const gone = { id: 'U0GONE', name: 'gone', realName: '离职', isDeleted: true };
  const userGroups = [{ id: 'S0DIRECTORS', handle: 'directors', name: '技术总监', users: ['U0LI4', 'U0ZHANG3'] }];
  slack = await startSlack({ people: [...defaultPeople, gone], userGroups });
});
afterEach(() => slack.close());

function people(team?: string) {
  const { log } = listeningLog();
  const botToken = new Secret(slack.botToken);
  const { interactive } = createSlackClients({ botToken, apiUrl: slack.apiUrl, log });
  return createPeople(interactive, clock, team);
}

const lookUps = () => slack.state.calls.filter(({ method }) => method === 'users.info').length;

it.each([
  ['U0LI4', 'member'],
  ['U0GUEST', 'guest'],
  ['U0GONE', 'deactivated'],
  ['U0BACKOUT', 'bot'],
])('knows %s as a %s', async (id, kind) => {
  expect(await people().lookUp(id)).toMatchObject({ ok: true, value: { id, kind } });
});

it('takes everybody for a stranger whose workspace is not the pinned one', async () => {
  expect(await people('T0OTHER').lookUp('U0LI4')).toMatchObject({ ok: true, value: { kind: 'stranger' } });
});

it('asks Slack at most once a minute, and never keeps a failure', async () => {
  const directory = people();
  slack.state.faults.push({ method: 'users.info', kind: 'http-500', times: 1 });
  expect(await directory.lookUp('U0LI4')).toMatchObject({ ok: false, failure: { code: 'person.unverified' } });
  await Promise.all([directory.lookUp('U0LI4'), directory.lookUp('U0LI4')]);
  await directory.lookUp('U0LI4');
  expect(lookUps()).toBe(2);
  now += 60_001;
  await directory.lookUp('U0LI4');
  expect(lookUps()).toBe(3);
});

it.each(['U0NOBODY', 'not an id', ''])('is not sure about "%s"', async (id) => {
  expect(await people().lookUp(id)).toMatchObject({ ok: false, failure: { code: 'person.unverified' } });
});

it('knows the members of a user group, or is not sure', async () => {
  const directory = people();
  expect(await directory.membersOf('S0DIRECTORS')).toEqual({ ok: true, value: ['U0LI4', 'U0ZHANG3'] });
  expect(await directory.membersOf('S0NONE')).toMatchObject({ ok: false, failure: { code: 'person.unverified' } });
});

it('asks again when the connection broke, and not when Slack has answered', async () => {
  slack.state.faults.push({ method: 'users.info', kind: 'drop-reply', times: 1 });
  expect(await people().lookUp('U0LI4')).toMatchObject({ ok: true });
  expect(lookUps()).toBe(2);
  slack.state.faults.push({ method: 'users.info', kind: 'http-500', times: 1 });
  expect(await people().lookUp('U0ZHAO6')).toMatchObject({ ok: false });
  expect(lookUps()).toBe(3);
});

it('says what is at fault when Slack cannot be reached', async () => {
  const { port } = new URL(slack.apiUrl);
  const directory = people();
  await slack.close();
  const detail = expect.stringContaining(`connect ECONNREFUSED 127.0.0.1:${port}`);
  expect(await directory.lookUp('U0LI4')).toMatchObject({ ok: false, failure: { code: 'person.unverified', detail } });
});
