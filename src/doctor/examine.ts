import { basename } from 'node:path';
import { pino } from 'pino';
import { accountHere } from '../config/account-here.js';
import { bindSystems } from '../config/bind-systems.js';
import type { ConfigProblem } from '../config/config-problem.js';
import { connectionsOf } from '../config/connections.js';
import type { Inventory, TargetEntry } from '../config/inventory.js';
import { loadSystems } from '../config/load-systems.js';
import { groupsOf } from '../config/outline.js';
import { readInventory } from '../config/read-inventory.js';
import { withSecretFiles } from '../config/secret-files.js';
import { unusable } from '../config/unusable.js';
import { createEnvironments, readConfig } from '../config.js';
import { expandGroups, type Groups } from '../domain/expand-groups.js';
import type { Plan } from '../domain/plan.js';
import { addressOf } from '../domain/target.js';
import { type Language, partsOf } from '../domain/text.js';
import { readPlanFolder } from '../plan-folder.js';
import { createPeople } from '../slack/people.js';
import { createRemote } from '../ssh/ssh-remote.js';
import { words } from '../view/words/words.js';
import { lookAtChannels } from './channels.js';
import { bad, type Finding, good, inTime, note, type Section } from './finding.js';
import { lookAtHost } from './host.js';
import { lookAtJournal, lookAtNode } from './machine.js';
import { lookAtMessages } from './messages.js';
import { needsOf } from './needs.js';
import { lookAtPeople } from './people.js';
import { lookAtSlack, type SlackLook } from './slack.js';

/** Milliseconds for each group; they are looked at side by side. */
const SPAN = 20_000;

/** What is examined: an environment, in which `BACKOUT_CONFIG` names the inventory. Without `language`, the inventory's. */
export type Wanted = { readonly env: NodeJS.ProcessEnv; readonly file: string; readonly language?: Language };

type Looking = { readonly env: NodeJS.ProcessEnv; readonly file: string; readonly language: Language };

/**
 * Looks at everything that a rollback will need, at once, and changes nothing: no journal is opened, nothing is posted, no step
 * runs. Ends after 40 s at the latest, also when half of it is broken.
 */
export async function examine({ env, file, language: wanted }: Wanted): Promise<readonly Section[]> {
  const told = await withSecretFiles(env);
  const reading = await readInventory(file);
  const inventory = reading.ok ? reading.value : undefined;
  const language = wanted ?? inventory?.language ?? 'zh-CN';
  const looking: Looking = { env: told.ok ? told.value : env, file, language };
  const w = words(language).doctor;
  const plans = inventory ? await plansOf(inventory) : [];
  const [machine, configuration, slack, hosts] = await Promise.all([
    inTime(SPAN, language, async () => [
      lookAtNode(w),
      ...(inventory ? [await lookAtJournal(inventory.journalFile, w)] : []),
    ]),
    inTime(SPAN, language, () => lookAtConfiguration({ env, file, language }, inventory, plans)),
    lookAtWorkspace(looking, inventory, plans),
    inventory ? lookAtHosts(looking, inventory, plans) : [],
  ]);
  return [
    { title: w.groups.machine, findings: machine },
    { title: w.groups.configuration, findings: configuration },
    ...slack,
    ...hosts,
  ].filter(({ findings }) => findings.length > 0);
}

async function plansOf({ plansFolder }: Inventory): Promise<readonly Plan[]> {
  // Why a folder or a file cannot be read is said with the configuration.
  const files = await readPlanFolder(plansFolder).catch(() => []);
  return files.flatMap(({ plan }) => plan ?? []);
}

/** All that keeps the bot from starting, and files and secrets without which a run is refused. */
async function lookAtConfiguration(
  { env, file, language }: Looking,
  inventory: Inventory | undefined,
  plans: readonly Plan[],
): Promise<readonly Finding[]> {
  const { and, doctor } = words(language);
  const { configuration: w } = doctor;
  const config = await readConfig({ ...env, BACKOUT_CONFIG: file });
  const systems = config.ok ? await loadSystems(config.value) : config;
  const problems = systems.ok ? [] : systems.problems;
  const wrong = problems.map((problem) => bad(adviceOf(problem, w.correct, language)));
  if (!inventory) return [...wrong, note(w.skipped)];
  const files = await unusable(withoutHosts(inventory), env);
  const secrets = inventory.systems.flatMap((system) => Object.keys(system.secrets)).length;
  const bound = inventory.systems.flatMap(({ name }) => plans.find((plan) => plan.name === name) ?? []);
  return [
    good(w.inventory(basename(file), inventory.systems.length)),
    ...bound.map(({ name, version, schemes }) => good(w.plan(name, version, schemes.map(({ key }) => key).join(and)))),
    ...wrong,
    ...files.map((problem) => bad(adviceOf(problem, w.putFile, language))),
    ...(files.length === 0 && secrets > 0 ? [good(w.secrets(secrets))] : []),
  ];
}

/** What an SSH host lacks, its key or its known_hosts, is told with the host. */
function withoutHosts(inventory: Inventory): Inventory {
  const systems = inventory.systems.map((system) => {
    const here = Object.entries(system.targets).filter(([, { local }]) => local);
    return { ...system, targets: Object.fromEntries(here) };
  });
  return { ...inventory, systems };
}

/** Most problems say after their first part what to do about them. */
function adviceOf(
  { place, message }: ConfigProblem,
  otherwise: string,
  language: Language,
): readonly [what: string, fix: string] {
  const [what = '', ...fix] = partsOf(message, language);
  return [`${place}: ${what}`, fix.join(words(language).semicolon) || otherwise];
}

/** The workspace first: without a token nothing else of Slack can be asked. */
async function lookAtWorkspace(
  { env, language }: Looking,
  inventory: Inventory | undefined,
  plans: readonly Plan[],
): Promise<readonly Section[]> {
  const w = words(language).doctor;
  let look: SlackLook = { findings: [] };
  const slack = await inTime(SPAN, language, async () => {
    look = await lookAtSlack(env, inventory?.slack.team, w);
    return look.findings;
  });
  const { client } = look;
  const first = { title: w.groups.slack, findings: client ? slack : [...slack, note(w.slack.skipped)] };
  if (!client || !inventory) return [first];
  const isFine = slack.every(({ verdict }) => verdict !== 'bad');
  const people = createPeople(client, { now: () => Date.now() }, inventory.slack.team);
  const systems = inventory.systems.flatMap((entry) => {
    const bound = bindSystems({ ...inventory, systems: [entry] }, plans);
    return bound.ok ? bound.value.map((system) => ({ ...system, language })) : [];
  });
  const [channels, holders, messages] = await Promise.all([
    inTime(SPAN, language, () => lookAtChannels(inventory, client, words(language), isFine)),
    inTime(SPAN, language, () => lookAtPeople(inventory, people, words(language), isFine)),
    inTime(SPAN, language, () => lookAtMessages(systems, client, w)),
  ]);
  return [
    first,
    { title: w.groups.channels, findings: channels },
    { title: w.groups.people, findings: holders },
    { title: w.groups.messages, findings: messages },
  ];
}

async function lookAtHosts(
  { env, language }: Looking,
  inventory: Inventory,
  plans: readonly Plan[],
): Promise<readonly Section[]> {
  const { groups } = words(language).doctor;
  const remote = createRemote({
    ...{ connections: connectionsOf(inventory), environments: createEnvironments(inventory, env) },
    ...{ clock: { now: () => Date.now() }, log: pino({ level: 'silent' }) },
    // It only looks: nothing that it calls asks for the fence.
    fence: { journal: 'doctor', epoch: 0 },
    limits: { connectTimeout: 8_000, openTimeout: 5_000, answerTimeout: 6_000 },
  });
  try {
    return await Promise.all(
      targetsOf(inventory).map(async ({ system, target, groups: hosts }) => {
        const written = plans.find(({ name }) => name === system);
        const plan = written && expandGroups(written, hosts);
        const name = `${system}/${target.name}`;
        const at = { target, name, needs: needsOf(plan, target.name) };
        const findings = await inTime(SPAN, language, () => lookAtHost(at, { remote, language }));
        return { title: groups.host(`${name} · ${target.local ? accountHere().name : addressOf(target)}`), findings };
      }),
    );
  } finally {
    await remote.close();
  }
}

type Place = { readonly system: string; readonly target: TargetEntry; readonly groups: Groups };

function targetsOf({ systems }: Inventory): readonly Place[] {
  return systems.flatMap(({ name, targets }) =>
    Object.values(targets).map((target) => ({ system: name, target, groups: groupsOf(targets) })),
  );
}
