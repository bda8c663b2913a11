import type { Failure } from '../domain/failure.js';
import { addressOf, type Target } from '../domain/target.js';
import type { Language } from '../domain/text.js';
import type { Remote } from '../engine/ports.js';
import { knownHostsName } from '../ssh/known-hosts.js';
import { detailWords } from '../view/detail.js';
import { typedAt } from '../view/door.js';
import { words } from '../view/words/words.js';
import { bad, type DoctorWords, type Finding, good, note, size } from './finding.js';
import { hostScript, readFacts } from './host-script.js';
import type { HostNeeds } from './needs.js';

const LEAST_FREE = 100 * 1024 * 1024;
/** Seconds. Backups are judged by their age, and tokens of other systems by the clock. */
const MOST_SKEW = 60;

type Facts = ReadonlyMap<string, readonly string[]>;
type Looked = { readonly facts: Facts; readonly needs: HostNeeds; readonly target: Target; readonly skew: number };

/** One target, from the network up to the plan's commands, in one round trip. `name`: as `hosts trust` takes it. */
export async function lookAtHost(
  {
    target,
    name,
    needs,
  }: {
    readonly target: Target & { readonly knownHostsFile?: string };
    readonly name: string;
    readonly needs: HostNeeds;
  },
  { remote, language }: { readonly remote: Pick<Remote, 'observe'>; readonly language: Language },
): Promise<readonly Finding[]> {
  const { doctor: w, and } = words(language);
  const sentAt = Date.now();
  const end = await remote.observe(target, hostScript(needs));
  const between = (sentAt + Date.now()) / 2_000;
  if (end.kind === 'not-started') return [unreached(end.failure, { ...target, wanted: name }, language)];
  const detail = end.kind === 'lost' ? (end.evidence.detail ?? end.evidence.reason) : end.kind;
  const facts = readFacts(end.output.text);
  if (!facts) return [bad(w.host.silent(`${detail} ${end.output.text.trim().slice(-200)}`.trim()))];
  const skew = Math.round(Math.abs(Number(facts.get('time')?.[0]) - between));
  const looked = { facts, needs, target, skew };
  const reached = target.local ? w.host.here(target.user) : w.host.in(addressOf(target));
  return [good(reached), ...sudo(looked, w), ...tools(looked, w, and), ...state(looked, w), ...rest(looked, w)];
}

type Unreached = Target & { readonly knownHostsFile?: string; readonly wanted: string };

/** Why nothing could be asked; the host key is the only thing that has a command of its own. */
function unreached(failure: Failure, target: Unreached, language: Language): Finding {
  const spoken = words(language);
  const { doctor: w, problems, problem } = spoken;
  const { what, next } = problems[failure.code](failure.at, failure.facts ?? {}, typedAt('slash'));
  const { detail, facts: { fix = next, ...facts } = {} } = failure;
  const named = Object.entries(problem.facts).flatMap(([key, title]) => (facts[key] ? [`${title} ${facts[key]}`] : []));
  const said = [...(detail ? [detailWords(detail, spoken)] : []), ...named].join(spoken.semicolon);
  return bad([said ? `${what}${spoken.space}${said}` : what, keyFix(failure, target, w) ?? detailWords(fix, spoken)]);
}

function keyFix(
  { code, detail = '' }: Failure,
  target: Unreached,
  { host: w, configuration }: DoctorWords,
): string | undefined {
  if (code === 'ssh.key-unusable' && detail.startsWith('ENOENT')) return configuration.putFile;
  if (code === 'ssh.host-key-unknown') return w.trust(target.wanted);
  if (code !== 'ssh.host-key-changed') return undefined;
  const file = target.knownHostsFile ?? 'known_hosts';
  return w.keyChanged(`ssh-keygen -R '${knownHostsName(target)}' -f '${file}'`, w.trust(target.wanted));
}

function sudo({ facts, target }: Looked, { host: w }: DoctorWords): readonly Finding[] {
  return [
    ...(facts.get('sudo') ?? []).map((user) => good(w.sudo(user))),
    ...(facts.get('refused') ?? []).map((line) => {
      const [user = '', ...why] = line.split(' ');
      return bad(w.sudoRefused(user, target.user, why.join(' ')));
    }),
  ];
}

function tools({ facts, needs }: Looked, { host: w }: DoctorWords, and: string): readonly Finding[] {
  const missing = (facts.get('missing') ?? []).map((line) => {
    const [account = '', tool = ''] = line.split(' ');
    const user = account === '-' ? '' : account;
    const isOptional = needs.tools.get(user)?.find((need) => need.tool === tool)?.isOptional ?? false;
    return { user, tool, isOptional };
  });
  const optional = new Set(missing.filter(({ isOptional }) => isOptional).map(({ tool }) => tool));
  const required = missing.filter(({ isOptional }) => !isOptional);
  const there = lookedFor({ facts, needs }).filter((tool) => !optional.has(tool));
  return [
    ...(required.length === 0 ? [good(w.tools(there.length))] : []),
    ...[...new Set(required.map(({ user }) => user))].map((user) => {
      const names = required.filter((each) => each.user === user).map(({ tool }) => tool);
      return bad(w.tool(names.join(and), user));
    }),
    ...(optional.size === 0 ? [] : [note(w.toolOptional([...optional].join(and)))]),
  ];
}

/** Each once, without those of accounts that sudo refuses: of these nothing is known. */
function lookedFor({ facts, needs }: Pick<Looked, 'facts' | 'needs'>): readonly string[] {
  const accounts = ['', ...(facts.get('sudo') ?? [])];
  return [...new Set(accounts.flatMap((user) => needs.tools.get(user) ?? []).map(({ tool }) => tool))];
}

function state({ facts }: Looked, { host: w }: DoctorWords): readonly Finding[] {
  const other = facts.get('nodir')?.[0];
  if (other !== undefined) return [bad(w.stateNoFolder(other))];
  const closed = facts.get('closed')?.[0];
  if (closed !== undefined) return [bad(w.stateClosed(closed))];
  const free = Number(facts.get('free')?.[0] ?? Number.NaN) * 1024;
  const at = facts.get('state')?.[0] ?? '';
  if (Number.isNaN(free)) return [bad(w.silent('df'))];
  return free < LEAST_FREE ? [bad(w.stateFull(at, size(free)))] : [good(w.state(size(free)))];
}

function rest({ facts, needs, skew, target }: Looked, { host: w }: DoctorWords): readonly Finding[] {
  const isRight = skew <= MOST_SKEW;
  return [
    isRight ? good(w.clock(Math.max(1, skew))) : bad(w.clockWrong(skew)),
    ...(facts.get('boot')?.[0] ? [] : [bad(w.boot)]),
    ...(needs.secrets && !facts.has('memory') ? [bad(w.memory)] : []),
    ...(facts.has('nojournal') ? [bad(w.journal(target.user))] : []),
  ];
}
