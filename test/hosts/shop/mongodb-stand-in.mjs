#!/usr/bin/env node
// A stand-in for MongoDB, whose server and tools no registry of ours carries. `serve` keeps real collections, a file of one JSON
// document a line for each; mongodump, mongorestore and mongo talk to it over HTTP and take the options that the documents use.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const data = '/var/lib/mongodb-stand-in';
const [, , tool, ...args] = process.argv;
const tools = { serve, mongodump, mongorestore, mongo };
await tools[tool]();

function serve() {
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { status, body } = answer(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(27017, '127.0.0.1');
}

function answer({ method, url, headers }, text) {
  const [, database, collection] = url.split('/');
  if (database === 'ping') return { status: 200, body: { ok: 1 } };
  if (method === 'GET' && collection) return { status: 200, body: read(join(data, database), collection) };
  if (headers.authorization !== process.env.PASSWORD) return { status: 401, body: 'Authentication failed.' };
  if (method === 'GET') return { status: 200, body: everyCollectionIn(join(data, database)) };
  return { status: 200, body: insert(database, JSON.parse(text)) };
}

/** As mongorestore does: a document whose _id is there stays as it is, unless the collection is dropped first. */
function insert(database, { drop, collections }) {
  let [restored, failed] = [0, 0];
  for (const [name, documents] of Object.entries(collections)) {
    const kept = drop ? [] : read(join(data, database), name);
    const fresh = documents.filter(({ _id }) => !kept.some((each) => each._id === _id));
    restored += fresh.length;
    failed += documents.length - fresh.length;
    const file = join(data, database, `${name}.bson`);
    writeFileSync(`${file}.new`, [...kept, ...fresh].map((each) => `${JSON.stringify(each)}\n`).join(''));
    renameSync(`${file}.new`, file);
  }
  return `${restored} document(s) restored successfully. ${failed} document(s) failed to restore.`;
}

async function mongodump() {
  const collections = await talk('GET', option('db'));
  writeFileSync(option('archive'), gzipSync(JSON.stringify(collections)));
  process.stdout.write(`done dumping ${Object.keys(collections).length} collections\n`);
}

/** One collection after the other, as the real one does: what fails late leaves the first ones restored. */
async function mongorestore() {
  const [archive, drop] = [option('archive'), args.includes('--drop')];
  const [database] = (option('nsInclude') ?? new URL(connection()).pathname.slice(1)).split('.');
  const folder = join(args.find((each) => !each.startsWith('--')) ?? '', database);
  const dump = archive && JSON.parse(gunzipSync(readFileSync(archive)).toString());
  for (const name of dump ? Object.keys(dump) : collectionsIn(folder)) {
    const collections = { [name]: dump ? dump[name] : read(folder, name) };
    process.stdout.write(`${name}: ${await talk('POST', database, { drop, collections })}\n`);
  }
}

async function mongo() {
  const response = await fetch('http://127.0.0.1:27017/ping');
  process.stdout.write(`${(await response.json()).ok}\n`);
}

async function talk(method, database, body) {
  const authorization = new URL(connection()).password;
  const sent = body && { body: JSON.stringify(body) };
  const response = await fetch(`http://127.0.0.1:27017/${database}`, { method, headers: { authorization }, ...sent });
  const answered = await response.json();
  if (!response.ok) throw new Error(answered);
  return answered;
}

function connection() {
  return (
    option('uri') ??
    readFileSync(option('config'), 'utf8')
      .replace(/^uri: /, '')
      .trim()
  );
}

function option(name) {
  return args.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
}

function everyCollectionIn(folder) {
  return Object.fromEntries(collectionsIn(folder).map((name) => [name, read(folder, name)]));
}

function collectionsIn(folder) {
  const files = readdirSync(folder).filter((each) => each.endsWith('.bson'));
  return files.map((each) => basename(each, '.bson')).sort();
}

function read(folder, collection) {
  const text = readFileSync(join(folder, `${collection}.bson`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
