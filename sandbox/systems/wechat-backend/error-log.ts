import { writeFile } from 'node:fs/promises';
import { chinaTime } from '../china-time.js';
import { historicId } from './database.js';

const messages = [
  ['diagnosis.v2', 'task stuck in ai_fetching: state lock held by another worker'],
  ['diagnosis', 'StateMachineError: invalid transition ai_fetching -> report_saving, no state lock after 300 ms'],
  ['diagnosis.v2', 'dead letter queue full, dropping task'],
] as const;

/** The errors of the last forty minutes, since v2.0.0-phase1 was opened to everybody. */
export async function writeEarlierErrors(file: string, now: Date): Promise<void> {
  const lines = Array.from({ length: 80 }, (_, index) => {
    const at = new Date(now.getTime() - (80 - index) * 30_000);
    const [source, message] = messages[index % messages.length] ?? messages[0];
    return `${chinaTime(at)} ERROR [${source}] execution_id=${historicId(1_000 + index)} ${message}\n`;
  });
  await writeFile(file, lines.join(''));
}
