// The points app as far as its servers see it: healthy or not, as its release says.
const { existsSync, readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const { version, isHealthy } = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8'));
// A server that this version does not work on.
const refused = '/etc/points-app/refused';
const isRefused = existsSync(refused) && readFileSync(refused, 'utf8') === version;
// A server that it runs on for a moment only: each process answers once.
const falters = '/etc/points-app/falters';
let hasAnswered = false;

createServer((_, answer) => {
  const isSpent = hasAnswered && existsSync(falters);
  hasAnswered = existsSync(falters);
  answer.writeHead(isHealthy && !isRefused && !isSpent ? 200 : 500);
  answer.end(JSON.stringify({ version, mode: process.env.NODE_ENV }));
}).listen(process.env.PORT, '127.0.0.1');
