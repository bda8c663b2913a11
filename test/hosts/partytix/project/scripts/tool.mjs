// What the document calls with npm: each looks at the running system, and exits with 1 for "no".
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const home = process.env.PARTYTIX ?? '.';
const settingsOf = (file) =>
  Object.fromEntries(
    readFileSync(resolve(home, file), 'utf8')
      .split('\n')
      .map((line) => line.split('=')),
  );
const { BACKEND_PORT, MONITORING_PORT } = settingsOf('.env');
const api = `http://127.0.0.1:${BACKEND_PORT}`;
const ask = async (url, method = 'GET') => {
  const response = await fetch(url, { method });
  return { status: response.status, body: await response.json() };
};
const data = resolve(home, 'data/orders.json');
const isConsistent = () => {
  const { orders, total } = JSON.parse(readFileSync(data, 'utf8'));
  return orders.reduce((sum, each) => sum + each, 0) === total;
};

const tools = {
  smoke: async () => (await ask(`${api}/health`)).status === 200,
  compatibility: async () =>
    (await ask(`${api}/v1/events`)).body.api === JSON.parse(readFileSync('frontend.json', 'utf8')).api,
  deploy: async () => {
    writeFileSync('deployed.json', readFileSync('frontend.json'));
    return true;
  },
  performance: async () => {
    const begun = Date.now();
    await ask(`${api}/v1/events`);
    return Date.now() - begun < 300;
  },
  optimise: async () => {
    writeFileSync(resolve(home, 'data/optimised'), '');
    return true;
  },
  consistency: async () => isConsistent(),
  repair: async () => {
    if ((await ask(`${api}/v1/orders`, 'POST')).status !== 503) throw new Error('orders are still taken');
    const { orders } = JSON.parse(readFileSync(data, 'utf8'));
    writeFileSync(data, JSON.stringify({ orders, total: orders.reduce((sum, each) => sum + each, 0) }));
    return true;
  },
  settings: async () =>
    existsSync(resolve(home, '.env.local')) && settingsOf('.env.local').SESSION_STORE === 'redis://store',
  alerts: async () => (await ask(`http://127.0.0.1:${MONITORING_PORT}/`)).body.alerts.length === 0,
};
const tool = process.argv[2];
const isYes = await tools[tool]();
process.stdout.write(`${tool}: ${isYes ? 'yes' : 'no'}\n`);
process.exitCode = isYes ? 0 : 1;
