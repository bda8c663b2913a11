// The points app as far as its servers see it: healthy or not, as its release says.
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const { version, isHealthy } = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8'));
// A server that this version does not work on.
const refused = '/etc/points-app/refused';
const isRefused = existsSync(refused) && readFileSync(refused, 'utf8') === version;
// A server that it runs on for a moment only: each process answers once.
const falters = '/etc/points-app/falters';
let hasAnswered = false;
// Every answer of every process, so that whichever is asked tells of all of them.
const answers = '/var/log/points-app/answers';

createServer(({ url }, answer) => {
  if (url === '/metrics') return answer.end(metrics());
  const isSpent = hasAnswered && existsSync(falters);
  hasAnswered = existsSync(falters);
  const status = isHealthy && !isRefused && !isSpent ? 200 : 500;
  appendFileSync(answers, `${status}\n`);
  answer.writeHead(status);
  answer.end(JSON.stringify({ version, mode: process.env.NODE_ENV }));
}).listen(process.env.PORT);

/** What Prometheus is told; each answer is there at once. */
function metrics() {
  const all = existsSync(answers) ? readFileSync(answers, 'utf8').trim().split('\n') : [];
  const totals = [200, 500].map((status) => {
    const count = all.filter((each) => each === String(status)).length;
    return `http_requests_total{status="${status}"} ${count}\n`;
  });
  const buckets = ['0.1', '1', '+Inf'].map((le) => `http_request_duration_seconds_bucket{le="${le}"} ${all.length}\n`);
  return [...totals, ...buckets].join('');
}
