// The monitoring: reads its threshold at the start, and reports an alert when the error rate of 2% is above it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const threshold = Number(/error_rate_above: ([\d.]+)/.exec(readFileSync('/app/prometheus.yml', 'utf8'))?.[1]);
const alerts = 0.02 > threshold ? ['ErrorRate'] : [];
createServer((_, response) => response.end(JSON.stringify({ alerts }))).listen(9090);
process.on('SIGTERM', () => process.exit());
