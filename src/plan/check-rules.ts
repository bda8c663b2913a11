import type { Check, HttpCheck } from '../domain/check.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { type Bilingual, both } from '../domain/text.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { type Ground, placeIn, placeInRestore, variablesIn, type WrittenCheck, writtenCheck } from './ground.js';
import { hostPathProblems } from './host-path-rules.js';
import { scriptFaults } from './script-rules.js';
import { variablesOf } from './sudo-check.js';

/** What is wrong with one check of a scheme beyond its single fields. */
export function checkProblems(at: Path, check: Check, scheme: Scheme, ground: Ground): readonly Broken[] {
  const { plan } = ground;
  const written = writtenCheck(ground, at);
  const misplaced = outOfPlace(at, written);
  switch (check.kind) {
    case 'command':
      return [...misplaced, ...onHost(at, check, written, scheme, plan)];
    case 'backup': {
      const sources = plan.backups.map(({ name }) => name);
      return unknownName([...at, 'backup'], 'backup source', check.source, sources);
    }
    case 'manual': {
      const roles = Object.keys(plan.roles);
      const path = [...at, 'manual', 'role'];
      return [...misplaced, ...(check.role === undefined ? [] : unknownName(path, 'role', check.role, roles))];
    }
    case 'http':
      return written.metric
        ? unknownName([...at, 'metric', 'base'], 'variable', check.base, Object.keys(plan.variables))
        : httpProblems(at, check, variablesIn(plan, scheme), Object.keys(plan.variables));
  }
}

/** What may not be asked in this list of the scheme. */
function outOfPlace(at: Path, written: WrittenCheck): readonly Broken[] {
  const [, , list] = at;
  if (list === 'prechecks') return tooEarly(at, written);
  return [...(list === 'restore' ? afterUndo(at, written) : []), ...tooLate(at, written)];
}

/** Questions that cannot tell whether things are as they were. */
function afterUndo(at: Path, { manual, log }: WrittenCheck): readonly Broken[] {
  const asPerson = both(
    'a restore is finished without waiting for people; ask what a machine can tell, e.g. with command:',
    '恢复原状时不等人回答；请问机器能回答的，例如用 command:',
  );
  const asLog = both(
    'what is new in the log is of the rollback that failed; ask how the system is now, e.g. with http: or command:',
    '日志里新增的内容来自失败的回滚；请问系统现在怎么样，例如用 http: 或 command:',
  );
  return [
    ...(manual === undefined ? [] : [{ path: [...at, 'manual'], message: asPerson }]),
    ...(log === undefined ? [] : [{ path: [...at, 'log'], message: asLog }]),
  ];
}

/** What steps may do must be known before the first of them. */
function tooLate(at: Path, { sudo }: WrittenCheck): readonly Broken[] {
  const message = both(
    'after the steps it is too late to ask; make it one of prechecks:, with blocking: true',
    '执行步骤之后再问 sudo 就晚了；请移到 prechecks:，并写 blocking: true',
  );
  return sudo === undefined ? [] : [{ path: [...at, 'sudo'], message }];
}

/** Questions that have no answer before the first step. */
function tooEarly(at: Path, { manual, log, sudo, blocking }: WrittenCheck): readonly Broken[] {
  const inTheWay = both(
    'a step that sudo refuses fails halfway; write blocking: true',
    '被 sudo 拒绝的步骤会在中途失败；请写 blocking: true',
  );
  const asPerson = both(
    'before a run people tick boxes; make it an item of checklist:',
    '回滚之前由人勾选清单；请写成 checklist: 的一项',
  );
  const asLog = both(
    'what is new in a log is known only after the steps; make it one of checks:, or read the log in a command',
    '日志里新增了什么，执行步骤之后才知道；请移到 checks:，或用 command: 读日志',
  );
  return [
    ...(manual === undefined ? [] : [{ path: [...at, 'manual'], message: asPerson }]),
    ...(log === undefined ? [] : [{ path: [...at, 'log'], message: asLog }]),
    ...(sudo === undefined || blocking === true ? [] : [{ path: [...at, 'blocking'], message: inTheWay }]),
  ];
}

function onHost(
  at: Path,
  { target, run }: { readonly target: string; readonly run: string },
  { command, checksum, log, space, sudo }: WrittenCheck,
  scheme: Scheme,
  plan: Plan,
): readonly Broken[] {
  const targets = plan.targets.map(({ name }) => name);
  const place = at[2] === 'restore' ? placeInRestore(plan, scheme) : placeIn(plan, scheme);
  const [kind] = Object.entries({ command, checksum, log, space, sudo }).find(([, value]) => value !== undefined) ?? [
    '',
  ];
  const paths = [
    ...(checksum?.same.flatMap((pair, n) => [
      { path: ['same', n, 'file'], written: pair.file },
      { path: ['same', n, 'as'], written: pair.as },
    ]) ?? []),
    ...(log?.file === undefined ? [] : [{ path: ['file'], written: log.file }]),
    ...(log?.unit === undefined ? [] : [{ path: ['unit'], written: log.unit }]),
    ...(space ? [{ path: ['at'], written: space.at }] : []),
    ...(space?.copiesOf?.map((written, n) => ({ path: ['copiesOf', n], written })) ?? []),
  ];
  return [
    ...unknownName([...at, kind, 'target'], 'target', target, targets),
    ...(command ? scriptFaults(run, place) : []).map((fault) => ({
      path: [...at, 'command', 'run'],
      ...fault,
    })),
    ...paths.flatMap(({ path, written }) => hostPathProblems([...at, kind, ...path], written, plan, scheme)),
    ...(sudo?.commands.flatMap((text, n) =>
      variablesOf(text).flatMap((name) =>
        unknownName([...at, 'sudo', 'commands', n], 'variable', name, variablesIn(plan, scheme)),
      ),
    ) ?? []),
    ...(space?.backups ? noBackup([...at, 'space', 'backups'], scheme) : []),
  ];
}

function noBackup(path: Path, { key, backup }: Scheme): readonly Broken[] {
  const message = both(
    `scheme ${key} names no backup whose size could be asked; remove backups, or name it with backup:`,
    `方案 ${key} 没有写用哪个备份，无法得知大小；请删去 backups，或用 backup: 写明备份`,
  );
  return backup ? [] : [{ path, message }];
}

function httpProblems(
  at: Path,
  check: HttpCheck,
  values: readonly string[],
  variables: readonly string[],
): readonly Broken[] {
  const retried = check.writes && check.retry.times > 1;
  const rule = both(
    'a check that posts is asked once; put retry on the get requests that follow it',
    '有 post 的检查只问一次；请把 retry 写在它后面的 get 请求上',
  );
  const requests = [...at, 'http', 'requests'];
  const expected = check.requests.flatMap(({ json }, index) =>
    Object.entries(json).flatMap(([path, wanted]) =>
      'variable' in wanted ? unknownName([...requests, index, 'json', path], 'variable', wanted.variable, values) : [],
    ),
  );
  return [
    ...unknownName([...at, 'http', 'base'], 'variable', check.base, variables),
    ...(retried ? [{ path: [...at, 'retry'], message: rule }] : []),
    ...(check.writes ? soakProblems(at, check) : []),
    ...expected,
    ...templateProblems(requests, check),
  ];
}

/** To go on passing it would have to be asked again, and each time it would change something. */
function soakProblems(at: Path, { soak }: HttpCheck): readonly Broken[] {
  const message = both(
    'a check that posts is asked once; put soak on a check that only reads',
    '有 post 的检查只问一次；请把 soak 写在只读的检查上',
  );
  return soak ? [{ path: [...at, 'soak'], message }] : [];
}

/** `{NAME}` in a path or a header must have been saved by a request before. */
function templateProblems(at: Path, check: HttpCheck): readonly Broken[] {
  const saved = new Set<string>();
  return check.requests.flatMap((request, index) => {
    const texts = [
      { path: [...at, index, request.method === 'GET' ? 'get' : 'post'], text: request.path },
      ...Object.entries(request.headers).map(([name, text]) => ({ path: [...at, index, 'headers', name], text })),
    ];
    const missing = texts.flatMap(({ path, text }) =>
      [...text.matchAll(/\{([^}]*)\}/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !saved.has(name))
        .map((name) => ({ path, message: unsaved(name) })),
    );
    for (const name of Object.keys(request.save)) saved.add(name);
    return missing;
  });
}

function unsaved(name: string): Bilingual {
  return both(
    `{${name}} is saved by no request before this one; add save: { ${name}: [path] } there`,
    `之前的请求都没有保存 {${name}}；请在前面的请求里加上 save: { ${name}: [路径] }`,
  );
}
