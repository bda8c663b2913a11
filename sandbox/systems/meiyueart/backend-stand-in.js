// A stand-in for the Python admin backend of meiyueart.com. At its start it reads the two files in routes/ and behaves as
// they say (see README.md); changed files matter only after a restart.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openAccounts } from './accounts.js';
import { openErrorLog } from './error-log.js';
import { createMetrics } from './metrics.js';
import { readRoutes } from './python-routes.js';

const { PORT, ROUTES, ERROR_LOG, ACCOUNTS, PROGRAM } = process.env;
const degradedAbove = 0.05;
const read = (file) => readFileSync(join(ROUTES, file), 'utf8');

const { userFields, passwordColumn } = readRoutes({
  'user_system.py': read('user_system.py'),
  'change_password.py': read('change_password.py'),
});
const accounts = openAccounts(ACCOUNTS);
const log = openErrorLog(ERROR_LOG);
const metrics = createMetrics();

const table = {
  'GET /api/health': () => ({ status: 200, body: health() }),
  'GET /api/monitoring/metrics': () => ({ status: 200, body: metrics.read() }),
  'POST /api/login': ({ body }) => {
    const token = accounts.login(body.username, body.password);
    return token ? { status: 200, body: { token } } : { status: 401, body: { error: '用户名或密码不正确' } };
  },
  'GET /api/user/info': withUser(({ user }) => {
    return { status: 200, body: Object.fromEntries(userFields.map((field) => [field, user[field]])) };
  }),
  'POST /api/user/password': withUser(({ user, body }) => {
    if (!(passwordColumn in user)) throw new Error(`sqlite3.OperationalError: no such column: ${passwordColumn}`);
    if (typeof body.new_password !== 'string' || body.new_password === '') {
      return { status: 400, body: { error: '缺少 new_password' } };
    }
    if (!accounts.changePassword(user.username, body.old_password, body.new_password)) {
      return { status: 400, body: { error: '旧密码不正确' } };
    }
    return { status: 200, body: { message: '密码已修改' } };
  }),
};

const server = createServer(async (request, response) => {
  const startedAt = performance.now();
  const url = new URL(request.url, 'http://localhost');
  const { status, body } = await answer(request, url);
  if (url.pathname.startsWith('/api/user/') || url.pathname === '/api/login') {
    metrics.responded(performance.now() - startedAt, status < 500);
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(body)}\n`);
}).listen(Number(PORT), '127.0.0.1');

process.on('SIGTERM', () => {
  server.close();
  process.exit(0);
});

async function answer(request, url) {
  const handle = table[`${request.method} ${url.pathname}`];
  if (!handle) return { status: 404, body: { error: 'not found' } };
  try {
    const body = request.method === 'POST' ? await readJson(request) : {};
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? url.searchParams.get('token');
    return handle({ body, token });
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'body must be JSON' } };
    log(url.pathname, error.message);
    return { status: 500, body: { error: 'Internal Server Error' } };
  }
}

function withUser(handle) {
  return ({ body, token }) => {
    const user = accounts.byToken(token);
    return user ? handle({ body, user }) : { status: 401, body: { error: '请先登录' } };
  };
}

function health() {
  const { error_rate: errorRate } = metrics.read();
  const judged = errorRate <= degradedAbove ? 'healthy' : 'degraded';
  return {
    status: errorRate === null ? 'starting' : judged,
    program: PROGRAM,
    pid: process.pid,
    error_rate: errorRate,
  };
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}
