import { describe, expect, it } from 'vitest';
import type { PersonKind } from '../../src/domain/person.js';
import { mayDecide, mayIntervene, mayRequest, mayTell } from '../../src/run/authorize.js';
import {
  approved,
  CTO,
  closed,
  DIGEST,
  DIRECTOR,
  OPS,
  play,
  prechecked,
  requested,
  s2Request,
  T0,
} from '../helpers/story.js';

const ROLES = [
  { role: 'cto', title: 'CTO', members: [CTO] },
  { role: 'tech-director', title: '技术总监', members: [DIRECTOR, OPS] },
];
const waiting = play(requested(), ...prechecked());
const person = (id: string, kind: PersonKind = 'member') => ({ id, name: id, kind });
const seen = { digest: DIGEST, now: T0 + 60_000, verdict: 'approved' } as const;

describe('who may decide', () => {
  it.each([
    ['the CTO', CTO, 'member', 'cto'],
    ['the technical director', DIRECTOR, 'member', 'tech-director'],
    ['a colleague without the role', 'U0WANG5', 'member', 'approval.not-decider'],
    ['nobody Slack knows', 'U0NOBODY', 'stranger', 'person.guest'],
    ['a guest who somehow stands in the role', CTO, 'guest', 'person.guest'],
    ['a deactivated account in the role', CTO, 'deactivated', 'person.guest'],
    ['a bot in the role', CTO, 'bot', 'person.guest'],
    ['the requester, even as a decider', OPS, 'member', 'approval.own-request'],
  ] as const)('%s', (_who, id, kind, expected) => {
    const permission = mayDecide(waiting, person(id, kind), ROLES, seen);
    expect(permission.allowed ? permission.role : permission.failure.code).toBe(expected);
  });

  it.each([
    ['what they saw is not what would run', waiting, { ...seen, digest: 'x' }, 'request.stale'],
    ['the pre-checks are not done', play(requested()), seen, 'request.stale'],
    ['it expired a moment ago', waiting, { ...seen, now: waiting.expiresAt ?? 0 }, 'run.closed'],
    ['somebody else approved first', play(requested(), ...prechecked(), approved()), seen, 'approval.already-decided'],
    ['the request expired', play(requested(), ...prechecked(), { type: 'request.expired' }), seen, 'run.closed'],
    [
      'the run is over',
      play(requested(), ...prechecked(), { type: 'request.expired' }, closed('expired')),
      seen,
      'run.closed',
    ],
  ] as const)('not when %s', (_why, state, what, code) => {
    expect(mayDecide(state, person(CTO), ROLES, what)).toMatchObject({ allowed: false, failure: { code } });
  });

  it('takes nothing from people who are named when a user group cannot be read, and denies the others', () => {
    const roles = ROLES.map((role) => ({ ...role, unreadGroup: 'S0GONE' }));
    expect(mayDecide(waiting, person(CTO), roles, seen).allowed).toBe(true);
    expect(mayDecide(waiting, person('U0WANG5'), roles, seen)).toMatchObject({
      failure: { code: 'role.unverified', at: 'S0GONE' },
    });
  });

  it('tells the second of two deciders who was first', () => {
    const state = play(requested(), ...prechecked(), approved(DIRECTOR));
    expect(mayDecide(state, person(CTO), ROLES, seen)).toMatchObject({
      failure: { facts: { by: DIRECTOR, verdict: 'approved' } },
    });
  });
});

describe('a checklist with boxes for people', () => {
  const box = (id: string, answeredBy: 'person' | 'prechecks') => ({
    ...{ id, answeredBy, cites: [] },
    title: { 'zh-CN': `勾选 ${id}`, en: `Tick ${id}` },
  });
  const checklist = [box('confirmed', 'person'), box('backup', 'prechecks'), box('window', 'person')];
  const request = { plan: { ...s2Request().plan, checklist } };
  const tick = (item: string, ticked = true) => ({ type: 'checklist.ticked', item, ticked, by: OPS }) as const;
  const open = [requested(request), ...prechecked()];
  const may = (verdict: 'approved' | 'rejected', ...ticks: ReturnType<typeof tick>[]) =>
    mayDecide(play(...open, ...ticks), person(CTO), ROLES, { ...seen, verdict });

  it('forbids an approval while one is open, and names the open ones in the language of the request', () => {
    expect(may('approved')).toMatchObject({
      failure: { code: 'checklist.open', facts: { items: '勾选 confirmed,勾选 window' } },
    });
    expect(may('approved', tick('window'))).toMatchObject({ failure: { facts: { items: '勾选 confirmed' } } });
  });

  it('allows it once people ticked theirs; what Backout answers itself needs no tick', () => {
    expect(may('approved', tick('confirmed'), tick('window')).allowed).toBe(true);
  });

  it('forbids it again when a tick is taken back', () => {
    expect(may('approved', tick('confirmed'), tick('window'), tick('window', false)).allowed).toBe(false);
  });

  it('never stands in the way of a rejection', () => {
    expect(may('rejected').allowed).toBe(true);
  });

  it('is no news to people who may not decide anyway', () => {
    const refused = mayDecide(play(...open), person('U0WANG5'), ROLES, seen);
    expect(refused).toMatchObject({ failure: { code: 'approval.not-decider' } });
  });
});

describe('who may tick, answer and complete the record', () => {
  it.each([
    ['the requester', OPS, 'member', true],
    ['somebody in one of the roles', CTO, 'member', true],
    ['a colleague without a role', 'U0QIAN7', 'member', false],
    ['a guest in one of the roles', CTO, 'guest', false],
  ] as const)('%s', (_who, id, kind, allowed) => {
    expect(mayTell(waiting, person(id, kind), ROLES).allowed).toBe(allowed);
  });

  it('names a role once that is able for two reasons', () => {
    const [first] = ROLES;
    if (!first) throw new Error('no role');
    const refused = mayTell(waiting, person('U0QIAN7'), [first, first]);
    expect(refused).toMatchObject({ failure: { facts: { roles: first.title } } });
  });
});

describe('who may request', () => {
  it.each([
    ['an on-call engineer', OPS, 'member', true],
    ['a colleague without a role', 'U0QIAN7', 'member', false],
    ['a guest with a role', OPS, 'guest', false],
  ] as const)('%s', (_who, id, kind, allowed) => {
    expect(mayRequest(person(id, kind), ROLES, 'wechat-backend').allowed).toBe(allowed);
  });
});

describe('who may stop, ask again or take over', () => {
  const deciders = ROLES;
  const say = [...ROLES, { role: 'backend-lead', title: '后端负责人', members: ['U0WANG5'] }];
  const underWay = play(requested(), ...prechecked(), approved());

  it.each([
    ['the requester ends their own request', waiting, OPS, 'member', true],
    ['a decider ends a request', waiting, CTO, 'member', true],
    ['somebody with another role ends a request of others', waiting, 'U0WANG5', 'member', false],
    ['somebody with another role stops a run under way', underWay, 'U0WANG5', 'member', true],
    ['a colleague without a role stops a run', underWay, 'U0QIAN7', 'member', false],
    ['a guest stops a run', underWay, CTO, 'guest', false],
  ] as const)('%s', (_what, state, id, kind, allowed) => {
    expect(mayIntervene(state, person(id, kind), { say, deciders }).allowed).toBe(allowed);
  });
});
