// The ticket shop's backend: what works depends on its release and on its environment, as in the real one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const release = JSON.parse(readFileSync('/app/release.json', 'utf8'));
const { env } = process;
if (env.SESSION_STORE !== 'redis://store' || !env.MAIL_FROM)
  throw new Error('wrong settings: SESSION_STORE, MAIL_FROM');

const hasDatabase = () =>
  release.database && env.SUPABASE_URL === 'https://good.supabase' && env.SUPABASE_SERVICE_ROLE_KEY === 'good-role-key';
const isSlow = () => release.slow === 'always' || (release.slow === 'uncached' && !env.REDIS_URL);
const status = (isGood) => [isGood ? 200 : 503, { status: isGood ? 'ok' : 'error', version: release.version }];

function answer(route) {
  switch (route) {
    case 'GET /health':
      return status(hasDatabase());
    case 'GET /v1/webhooks/stripe/status':
      return status(env.STRIPE_WEBHOOK_SECRET === 'good-webhook-secret');
    case 'GET /v1/events':
      return [200, { api: release.api }];
    case 'POST /v1/orders':
      return env.MAINTENANCE_MODE === 'true' ? [503, {}] : [201, {}];
    case 'POST /v1/auth/login':
      return env.JWT_SECRET === 'good-jwt-secret' && env.JWT_EXPIRES_IN === '7d' ? [200, { token: 't' }] : [401, {}];
    case 'POST /v1/payments/checkout':
      return env.STRIPE_SECRET_KEY === 'good-stripe-key' ? [200, { id: 'cs_1' }] : [402, {}];
    default:
      return [404, {}];
  }
}

createServer(({ method, url }, response) => {
  const [code, body] = answer(`${method} ${url}`);
  const send = () => response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  setTimeout(send, isSlow() ? 400 : 0);
}).listen(3001);
process.on('SIGTERM', () => process.exit());
