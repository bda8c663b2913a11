const maxBodyBytes = 64 * 1024;
const userRoutes = /^\/api\/(perform-brand-test|diagnostic\/)/;

/** Turns `{ 'GET /api/tasks/:id': handler }` into a request listener. A handler returns `{ status, body }`, or `text` instead of a body. */
export function createRouter(routes, { log, metrics }) {
  const table = Object.entries(routes).map(([route, handler]) => ({ ...parseRoute(route), handler }));
  return async (request, response) => {
    const startedAt = performance.now();
    const path = new URL(request.url, 'http://localhost').pathname;
    const { status, body, text } = await answer(table, request, path).catch((error) => {
      if (!error.status) log.error('http', `${request.method} ${path} ${error.name}: ${error.message}`);
      return { status: error.status ?? 500, body: { error: error.message } };
    });
    if (userRoutes.test(path)) metrics.responded(performance.now() - startedAt);
    const type = text === undefined ? 'application/json' : 'text/plain; version=0.0.4';
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
    response.end(text ?? `${JSON.stringify(body)}\n`);
  };
}

async function answer(table, request, path) {
  const route = table.find(({ method, pattern }) => method === request.method && pattern.test(path));
  if (!route) return { status: 404, body: { error: 'not found' } };
  const body = request.method === 'POST' ? await readJson(request) : undefined;
  return route.handler({ body, headers: request.headers, id: route.pattern.exec(path)[1] });
}

function parseRoute(route) {
  const [method, path] = route.split(' ');
  return { method, pattern: new RegExp(`^${path.replace(':id', '([\\w-]+)')}$`) };
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > maxBodyBytes) throw badRequest('body too large');
  }
  try {
    const value = JSON.parse(text);
    if (value === null || typeof value !== 'object') throw new Error();
    return value;
  } catch {
    throw badRequest('body must be a JSON object');
  }
}

function badRequest(message) {
  return Object.assign(new Error(message), { name: 'BadRequest', status: 400 });
}
