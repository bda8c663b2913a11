import { parseArgs } from 'node:util';
import { onStopSignals } from '../sandbox/demo/stop-signals.js';
import { writeFindings } from './document.js';
import { type Farm, raiseFarm } from './hosts/farm.js';
import { machineFacts } from './machine.js';
import { whatIsMissing } from './needs.js';
import type { Finding, Row } from './row.js';
import { approve } from './rows/approve.js';
import { oneHost, twentyHosts } from './rows/cold.js';
import { cancel, resume } from './rows/interruption.js';
import { manyRuns } from './rows/many-runs.js';
import { output } from './rows/output.js';
import { roundTrips, warmStep } from './rows/warm.js';
import { tableOf } from './table.js';

const ROWS: readonly Row[] = [oneHost, twentyHosts, warmStep, roundTrips, output, manyRuns, approve, resume, cancel];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Measures the rows that are asked for and prints the table. Over a budget is a finding, not a failure. */
async function main(): Promise<number> {
  const asked = readArguments();
  if ('problems' in asked) return refuse(asked.problems);
  const missing = whatIsMissing();
  if (missing.length > 0) return refuse(missing);

  const facts = machineFacts();
  const farm = await raiseFarm(Math.max(...asked.rows.map(({ hosts }) => hosts)));
  const giveUp = () => void farm.close().finally(() => process.exit(130));
  onStopSignals({ stop: giveUp, force: () => process.exit(130) });
  try {
    const { findings, failures } = await measure(asked.rows, farm);
    const text = `${tableOf(findings)}\n\n${facts}`;
    say(`\n${text}`);
    for (const failure of failures) say(`NOT MEASURED: ${failure}`);
    if (asked.isWritten && failures.length === 0) await writeFindings(text);
    return failures.length === 0 ? 0 : 1;
  } finally {
    await farm.close();
  }
}

function readArguments(): { rows: readonly Row[]; isWritten: boolean } | { problems: readonly string[] } {
  const ids = ROWS.map(({ id }) => id);
  const options = { only: { type: 'string', multiple: true }, write: { type: 'boolean' } } as const;
  const { values, tokens } = parseArgs({ options, strict: false, tokens: true });
  const strange = tokens.filter((token) => token.kind !== 'option' || !(token.name in options));
  const only = values.only?.map(String);
  const unknown = only?.filter((id) => !ids.includes(id)) ?? [];
  const problems = [
    ...(strange.length > 0 ? ['options are --only <row>, again for more rows, and --write'] : []),
    ...unknown.map((id) => `there is no row ${id}; there are ${ids.join(', ')}`),
    ...(values.write && only ? ['--write puts the whole table in place; leave out --only'] : []),
  ];
  if (problems.length > 0) return { problems };
  return { rows: only ? ROWS.filter(({ id }) => only.includes(id)) : ROWS, isWritten: values.write === true };
}

async function measure(rows: readonly Row[], farm: Farm) {
  const findings: Finding[] = [];
  const failures: string[] = [];
  for (const row of rows) {
    say(`measuring ${row.id} …`);
    try {
      findings.push(...(await row.measure({ farm, note: (line) => say(`  ${line}`) })));
    } catch (error) {
      failures.push(`${row.id}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { findings, failures };
}

function refuse(reasons: readonly string[]): number {
  process.stderr.write(['The benchmark cannot start:', ...reasons.map((reason) => `  - ${reason}`), ''].join('\n'));
  return 1;
}

process.exitCode = await main();
