import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Thing = { kind: string; metadata: Record<string, unknown>; spec: Record<string, unknown>; status?: object };

/**
 * A stand-in for a Kubernetes API server, since none can be had: it keeps deployments and services as the real kubectl
 * sends them, calls every deployment ready at once, and has no pods. `answers` is what users get where the traffic goes.
 */
export async function startCluster() {
  const things = new Map<string, Thing>();
  const calls: string[] = [];
  const selected = () => {
    const { selector } = (things.get('services/partytix-frontend')?.spec ?? {}) as { selector?: { version?: string } };
    return selector?.version;
  };
  const api = createServer((request, response) => void serve(request, response, things, calls));
  const web = createServer((_, response) => {
    const isGood = selected() === 'rollback' && things.has('deployments/partytix-frontend-rollback');
    response.writeHead(isGood ? 200 : 503).end(JSON.stringify({ status: isGood ? 'ok' : 'error' }));
  });
  const [apiUrl, webUrl] = await Promise.all([listening(api), listening(web)]);
  return {
    ...{ apiUrl, webUrl, things, calls, selected },
    /** Users are on the bad version `live`. */
    reset() {
      things.clear();
      calls.splice(0);
      const old = { kind: 'Deployment', metadata: { name: 'partytix-frontend-old', namespace: 'default' }, spec: {} };
      things.set('deployments/partytix-frontend-old', old);
      const selector = { app: 'partytix-frontend', version: 'live' };
      const service = {
        kind: 'Service',
        metadata: { name: 'partytix-frontend', namespace: 'default' },
        spec: { selector },
      };
      things.set('services/partytix-frontend', service);
    },
    async close() {
      for (const server of [api, web]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const GROUPS: Record<string, readonly (readonly [string, string])[]> = {
  v1: [['services', 'Service']],
  'apps/v1': [['deployments', 'Deployment']],
};
const versionOf = (kind: string) => (kind === 'Service' ? 'v1' : 'apps/v1');

async function serve(request: IncomingMessage, response: ServerResponse, things: Map<string, Thing>, calls: string[]) {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  const send = (body: object, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const discovery = discover(pathname);
  if (discovery) return send(discovery);
  const [, resource = '', name] = /\/namespaces\/[^/]+\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  const key = `${resource}/${name ?? /^metadata\.name=(.+)$/.exec(searchParams.get('fieldSelector') ?? '')?.[1]}`;
  if (request.method !== 'GET') {
    calls.push(`${request.method} ${name ? key : resource}`);
    const { status, body } = change(things, {
      method: request.method ?? '',
      resource,
      key,
      text: await textOf(request),
    });
    return send(body, status);
  }
  const thing = things.get(key);
  if (!thing) return send(notFound(key), 404);
  if (searchParams.get('watch')) {
    return response.write(`${JSON.stringify({ type: 'ADDED', object: whole(thing) })}\n`);
  }
  return send(name ? whole(thing) : { kind: 'List', apiVersion: 'v1', metadata: {}, items: [whole(thing)] });
}

type Change = { readonly method: string; readonly resource: string; readonly key: string; readonly text: string };

function change(things: Map<string, Thing>, { method, resource, key, text }: Change): { status: number; body: object } {
  const thing = things.get(key);
  if (method === 'POST') {
    const made = JSON.parse(text) as Thing;
    made.metadata = { ...made.metadata, namespace: 'default', generation: 1, uid: '1' };
    things.set(`${resource}/${String(made.metadata.name)}`, made);
    return { status: 201, body: whole(made) };
  }
  if (!thing) return { status: 404, body: notFound(key) };
  if (method === 'DELETE') {
    things.delete(key);
    return { status: 200, body: { kind: 'Status', apiVersion: 'v1', status: 'Success' } };
  }
  const patched = merged(thing, JSON.parse(text)) as Thing;
  things.set(key, patched);
  return { status: 200, body: whole(patched) };
}

function notFound(key: string): object {
  const message = `${key} not found`;
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404, message };
}

function whole(thing: Thing): object {
  return { apiVersion: versionOf(thing.kind), ...thing, ...(thing.kind === 'Deployment' ? READY : {}) };
}

/** A deployment that is whole. */
const READY = {
  status: { observedGeneration: 9, replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 },
};

const DEPLOYMENTS = {
  openapi: '3.0.0',
  info: { title: 'apps', version: 'v1' },
  paths: {
    '/apis/apps/v1/namespaces/{namespace}/deployments/{name}': {
      patch: {
        'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
        parameters: [{ name: 'fieldValidation', in: 'query' }],
      },
    },
  },
};

function discover(path: string): object | undefined {
  const resources = GROUPS[path.replace(/^\/apis?\//, '')];
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  // kubectl apply asks whether the server looks for unknown fields itself.
  if (path === '/openapi/v3') return { paths: { 'apis/apps/v1': { serverRelativeURL: '/openapi/v3/apis/apps/v1' } } };
  if (path === '/openapi/v3/apis/apps/v1') return DEPLOYMENTS;
  if (path === '/apis') {
    const version = { groupVersion: 'apps/v1', version: 'v1' };
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [{ name: 'apps', versions: [version], preferredVersion: version }],
    };
  }
  if (!resources) return undefined;
  const verbs = ['get', 'list', 'create', 'update', 'patch', 'delete', 'watch'];
  return {
    kind: 'APIResourceList',
    groupVersion: path.replace(/^\/apis?\//, ''),
    resources: resources.map(([name, kind]) => ({ name, singularName: '', namespaced: true, kind, verbs })),
  };
}

/** A patch as JSON merge has it, which is all that these few need. */
function merged(before: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const base = typeof before === 'object' && before !== null ? { ...before } : {};
  const changed = Object.entries(patch).map(([key, value]) => [
    key,
    merged((base as Record<string, unknown>)[key], value),
  ]);
  return Object.fromEntries([...Object.entries(base), ...changed].filter(([, value]) => value !== null));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
