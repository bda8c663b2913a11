import { parseArgs } from 'node:util';
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
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, write: { type: 'boolean' } } });
  const rows = values.only ? ROWS.filter(({ id }) => values.only?.includes(id)) : ROWS;
  const unknown = values.only?.filter((id) => !ROWS.some((row) => row.id === id)) ?? [];
  if (unknown.length > 0)
    return refuse([`no row ${unknown.join(', ')}; there are ${ROWS.map(({ id }) => id).join(', ')}`]);
  if (values.write && values.only) return refuse(['--write needs every row; leave out --only']);
  const missing = whatIsMissing();
  if (missing.length > 0) return refuse(missing);

  const farm = await raiseFarm(Math.max(...rows.map(({ hosts }) => hosts)));
  try {
    const { findings, failures } = await measure(rows, farm);
    const text = `${tableOf(findings)}\n\n${machineFacts()}.`;
    say(`\n${text}`);
    for (const failure of failures) say(`NOT MEASURED: ${failure}`);
    if (values.write && failures.length === 0) await writeFindings(text);
    return failures.length === 0 ? 0 : 1;
  } finally {
    await farm.close();
  }
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
