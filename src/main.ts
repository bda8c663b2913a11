import type { Logger } from 'pino';
import { type CatalogChange, createCatalog, type PlanCatalog } from './config/catalog.js';
import { type ConfigProblem, problemLine } from './config/config-problem.js';
import { connectionsOf } from './config/connections.js';
import { loadSystems } from './config/load-systems.js';
import { unusable } from './config/unusable.js';
import { type Config, createEnvironments, createSecrets, readConfig } from './config.js';
import { type Failure, factsOf } from './domain/failure.js';
import type { Secret } from './domain/secret.js';
import type { System } from './domain/system.js';
import type { Language } from './domain/text.js';
import { createEngine } from './engine/create-engine.js';
import type { Clock } from './engine/ports.js';
import { createLog, logRun } from './health/log.js';
import { watchRuns } from './health/run-changes.js';
import { createWatch, type Watch } from './health/watch.js';
import { createHttpProbe } from './probe/http-probe.js';
import { createSlackApp } from './slack/app.js';
import { createSlackClients } from './slack/clients.js';
import { createPeople } from './slack/people.js';
import { createRemote } from './ssh/ssh-remote.js';
import { openJournal, type Store } from './store/open-journal.js';
import { problemText } from './view/problem.js';

const clock: Clock = { now: () => Date.now() };

/** Starts the bot, or says everything that is missing and what to do about it. */
async function main(): Promise<void> {
  const config = await readConfig();
  if (!config.ok) return refuse(config.problems.map(problemLine));
  const systems = await loadSystems(config.value);
  if (!systems.ok) return refuse(systems.problems.map(problemLine));
  const store = await openJournal(config.value.journalFile, clock);
  if (!store.ok) return refuse([describe(store.failure, config.value.language)]);
  await run(config.value, systems.value, store.value);
}

async function run(config: Config, systems: readonly System[], store: Store): Promise<void> {
  const log = createLog(config.logLevel, secretsOf(config.slack));
  outliveRejections(log);
  const watch = createWatch(config.healthAt);
  const { catalog, engine, app, close } = await assemble(config, systems, store, { log, watch });
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping: nothing more is sent; steps on hosts go on by themselves');
    await close();
    process.exit(0);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));

  const listening = await watch.start();
  if (!listening.ok) return refuse([describe(listening.failure, config.language)]);
  engine.subscribe(watchRuns((change) => [logRun(log, change), watch.metrics.run(change)]));
  catalog.subscribe((change) => logChange(catalog, change, log));
  const takenUp = await engine.start();
  if (!takenUp.ok) return refuse([describe(takenUp.failure, config.language)]);
  const started = await app.start();
  if (!started.ok && engine.active().length === 0) return refuse([describe(started.failure, config.language)]);
  // Runs under way go on without Slack; people see them when what is wrong has been put right and the bot starts again.
  if (!started.ok) log.error({ failure: started.failure }, 'Slack cannot be used; open runs go on unseen');
  const names = systems.map(({ plan }) => plan.name);
  const said = app.connected() ? 'Backout is ready' : 'Backout runs, but does not reach Slack yet';
  log.info({ systems: names, environment: config.environment }, said);
}

/** A client of Slack that forgot to catch something must not end rollbacks; nothing of ours relies on it. */
function outliveRejections(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'nobody handled this failure; going on'));
}

function secretsOf({ botToken, transport }: Config['slack']): readonly Secret[] {
  return [botToken, transport.kind === 'http' ? transport.signingSecret : transport.appToken];
}

type Around = { readonly log: Logger; readonly watch: Watch };

/** Makes the parts and gives them to each other; nothing is sent yet. */
async function assemble(config: Config, systems: readonly System[], store: Store, { log, watch }: Around) {
  const { slack } = config;
  const languages = { workspace: config.language, channels: slack.languages };
  const { messages, deliveries } = store;
  const { metrics } = watch;
  const journal = metrics.journal(store.journal);
  const clients = createSlackClients({ ...slack, log, watchCalls: metrics.slackCalls });
  const people = createPeople(clients.interactive, clock, slack.team);
  const [connections, environments] = [connectionsOf(config), createEnvironments(config)];
  const remote = metrics.remote(createRemote({ connections, environments, clock, log }));
  const probe = createHttpProbe(config.certificates === undefined ? {} : { ca: config.certificates });
  const secrets = createSecrets(config);
  warn(await unusable(config, secrets));
  const catalog = createCatalog(config, systems, {
    failed: (error) => log.error({ err: error }, 'the plans could not be looked at'),
  });
  const engine = createEngine({ catalog, journal, remote, probe, people, secrets, clock, log });
  const app = createSlackApp({
    ...{ clients, transport: slack.transport, team: slack.team, engine, people },
    ...{ store: messages, deliveries, catalog, clock, log, languages },
    ...{ watch: metrics.deliveries, pages: [watch.briefPage] },
  });
  watch.look({ app, engine, deliveries, clock });
  const close = async () => {
    catalog.stop();
    await engine.stop();
    await app.stop();
    await watch.stop();
    await remote.close();
    await journal.close();
  };
  return { catalog, engine, app, close };
}

function logChange(catalog: PlanCatalog, { systems }: CatalogChange, log: Logger): void {
  for (const { plan } of catalog.systems()) {
    if (!systems.includes(plan.name)) continue;
    log.info(
      { system: plan.name, version: plan.version, digest: plan.digest },
      'the plan file was edited and is in force',
    );
  }
  for (const { system, lines } of catalog.problems()) {
    log.warn({ system, lines }, 'a plan file is invalid; the last valid plan stays in force');
  }
}

function warn(problems: readonly ConfigProblem[]): void {
  if (problems.length === 0) return;
  process.stderr.write(
    [
      'Backout starts, but runs that need these are refused:',
      ...problems.map((each) => `  - ${problemLine(each)}`),
      '',
    ].join('\n'),
  );
}

function describe(failure: Failure, language: Language): string {
  return `${problemText(failure, language)} (${factsOf(failure)})`;
}

function refuse(problems: readonly string[]): void {
  const lines = ['Backout cannot start:', ...problems.map((problem) => `  - ${problem}`), ''];
  process.stderr.write(lines.join('\n'));
  process.exit(1);
}

await main();
