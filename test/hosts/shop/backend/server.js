import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { list } from 'catalog';
import { login } from './login.js';

process.loadEnvFile('/var/www/shop/backend/.env.production');
const at = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const [{ version }, { branch }] = [at('package.json'), at('config/shop.json')];
const read = async (collection) => (await fetch(`${process.env.DATABASE_URL}/${collection}`)).json();

const routes = {
  'GET /api/health': async () => ({ status: 'ok', version, branch, products: (await read('products')).length }),
  'GET /api/products': async () => list(await read('products')),
  'POST /api/auth/login': async (body) => login(await read('users'), JSON.parse(body)),
};

createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const route = routes[`${request.method} ${request.url}`];
  const [status, answer] = await Promise.resolve(route?.(body) ?? Promise.reject(new Error('no such page'))).then(
    (found) => [200, found],
    (error) => [route ? 500 : 404, { error: error.message }],
  );
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}).listen(Number(process.env.PORT));
