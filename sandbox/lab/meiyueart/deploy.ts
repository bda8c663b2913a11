import { join } from 'node:path';
import { program } from '../../systems/meiyueart/files.js';
import { placeRoutes, type Release } from '../../systems/meiyueart/prepare.js';
import { deployDir, type MeiyueartHosts, routes } from './prepare.js';

/** Deploys a release from the deploy host, as its script would; what ran before is gone. */
export async function deploy({ web, control }: MeiyueartHosts, release: Release): Promise<void> {
  await placeRoutes(join(web.root, routes), release);
  await placeRoutes(join(control.root, deployDir, 'admin-backend/routes'), release);
  // Fails when the release dies as it starts.
  await web.trySh(`supervisorctl restart ${program}`);
}
