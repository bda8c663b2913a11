import type { LabHost } from '../../../sandbox/lab/lab-host.js';
import type { Ran } from '../../../sandbox/lab/run.js';
import { own } from './releases.js';
import { asUser, mongoUri, places, writeAll } from './shop.js';

const scripts = `${places.backend}/scripts`;

/**
 * The document's own scripts, and what they take for granted: CommonJS, two modules of npm's (stand-ins), MONGO_URI in .env.
 * The document calls scripts/database_backup.js and prints one script that restores: this is it, under both names.
 */
export async function layScripts(shop: LabHost): Promise<void> {
  const script = own('verbatim/database_rollback.js.txt');
  shop.write('/opt/rollback.sh', own('verbatim/rollback.sh'), 0o755);
  writeAll(shop, scripts, {
    'package.json': '{ "type": "commonjs" }\n',
    'database_backup.js': script,
    'database_rollback.js': script,
    'node_modules/mongoose/index.js': own('verbatim/mongoose-stand-in.cjs'),
    'node_modules/dotenv/index.js': own('verbatim/dotenv-stand-in.cjs'),
  });
  shop.write(`${places.backend}/.env`, `MONGO_URI=${mongoUri}\n`);
  await shop.sh(`chown -R user:user ${places.backend}`);
}

/** Runs the document's database_rollback.js as the account of the shop. */
export function databaseRollback(shop: LabHost, options: string, uri = mongoUri): Promise<Ran> {
  return asUser(shop, `cd ${places.backend} && MONGO_URI=${uri} node scripts/database_rollback.js ${options}`);
}

/** As the host was, without the document's scripts. */
export async function takeScriptsAway(shop: LabHost): Promise<void> {
  await shop.sh(`rm -rf ${scripts} ${places.backend}/.env ${places.backend}/temp_restore /opt/rollback.sh`);
}
