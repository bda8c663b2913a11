import type { Logger } from 'pino';
import { AS_IS, assemble, CLOCK, type Wrap } from './assemble.js';
import type { CatalogChange, PlanCatalog } from './config/catalog.js';
import { type ConfigProblem, problemLine } from './config/config-problem.js';
import { environmentHere, inventoryFile } from './config/environment.js';
import { loadSystems } from './config/load-systems.js';
import { spokenIn } from './config/spoken.js';
import { unusable } from './config/unusable.js';
import { type Config, readConfig } from './config.js';
import { listenBeside } from './control/listen.js';
import type { Secret } from './domain/secret.js';
import type { System } from './domain/system.js';
import type { Language } from './domain/text.js';
import { createLog, logRun } from './health/log.js';
import { watchRuns } from './health/run-changes.js';
import { createWatch } from './health/watch.js';
import { openJournal, type Store } from './store/open-journal.js';
import { problemWithFacts } from './view/problem.js';
import { words } from './view/words/words.js';

/** Starts the bot, or says everything that is missing and what to do about it. */
export async function startBot(wrap: Wrap = AS_IS): Promise<void> {
  const language = await spokenIn(inventoryFile());
  const config = await readConfig();
  if (!config.ok) return refuse(linesOf(config.problems, language), language);
  const systems = await loadSystems(config.value);
  if (!systems.ok) return refuse(linesOf(systems.problems, language), language);
  const store = await openJournal(config.value.journalFile, wrap.clock(CLOCK));
  if (!store.ok) return refuse([problemWithFacts(store.failure, config.value.language)], config.value.language);
  await run(config.value, systems.value, store.value, wrap);
}

async function run(config: Config, systems: readonly System[], store: Store, wrap: Wrap): Promise<void> {
  const log = createLog(config.logLevel, secretsOf(config.slack));
  outliveRejections(log);
  const watch = createWatch(config.healthAt);
  const parts = assemble({ config, systems, store, log, watch }, wrap);
  const { catalog, engine, app, close } = parts;
  warn(linesOf(await unusable(config, environmentHere()), config.language), config.language);
  const control = await listenBeside(config.journalFile, parts.desk, log);
  // Rollbacks need no operator's command: the bot goes on without.
  if (!control.ok) log.warn({ failure: control.failure }, "operators' commands cannot ask this bot");
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping: nothing more is sent; steps on hosts go on by themselves');
    if (control.ok) await control.value.close();
    await close();
    process.exit(0);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));

  const listening = await watch.start();
  if (!listening.ok) return refuse([problemWithFacts(listening.failure, config.language)], config.language);
  engine.subscribe(watchRuns((change) => [logRun(log, change), watch.metrics.run(change)]));
  catalog.subscribe((change) => logChange(catalog, change, log));
  const takenUp = await engine.start();
  if (!takenUp.ok) return refuse([problemWithFacts(takenUp.failure, config.language)], config.language);
  const started = await app.start();
  if (!started.ok && engine.active().length === 0)
    return refuse([problemWithFacts(started.failure, config.language)], config.language);
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

function logChange(catalog: PlanCatalog, { systems }: CatalogChange, log: Logger): void {
  for (const { plan } of catalog.systems()) {
    if (!systems.includes(plan.name)) continue;
    log.info(
      { system: plan.name, version: plan.version, digest: plan.digest },
      'the plan file was edited and is in force',
    );
  }
  for (const { system, lines } of catalog.problems()) {
    log.warn(
      { system, lines: lines.map(({ en }) => en) },
      'a plan file is invalid; the last valid plan stays in force',
    );
  }
}

function linesOf(problems: readonly ConfigProblem[], language: Language): readonly string[] {
  return problems.map((problem) => problemLine(problem, language));
}

function warn(problems: readonly string[], language: Language): void {
  if (problems.length === 0) return;
  process.stderr.write(
    [words(language).terminal.start.without, ...problems.map((problem) => `  - ${problem}`), ''].join('\n'),
  );
}

function refuse(problems: readonly string[], language: Language): void {
  const lines = [words(language).terminal.start.refused, ...problems.map((problem) => `  - ${problem}`), ''];
  process.stderr.write(lines.join('\n'));
  process.exit(1);
}
