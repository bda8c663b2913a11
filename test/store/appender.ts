// Appends to one run for ever and prints the seq of every event that the journal says is durable.
import { openJournal } from '../../src/store/open-journal.js';
import { requested, resumed } from './events.js';

const [file = '', runId = ''] = process.argv.slice(2);
const opened = await openJournal(file);
if (!opened.ok) {
  process.stdout.write(`${opened.failure.code}\n`);
  process.exit(1);
}
const { journal } = opened.value;
process.stdout.write('open\n');
for (let seq = 0; ; seq++) {
  const appended = await journal.append(runId, seq, seq === 0 ? requested(runId, Date.now()) : resumed(seq));
  if (appended === 'conflict' || !appended.ok) throw new Error(`append refused at ${seq}`);
  process.stdout.write(`${seq}\n`);
}
