import { rm } from 'node:fs/promises';
import type { Service } from '../supervise.js';
import type { WechatFiles } from './files.js';
import { badVersion, checkOut } from './repository.js';

/** Deploys v2.0.0-phase1 as the release did: its code, its flags as it ships them (all on), a restart. */
export async function deployBadRelease(files: WechatFiles, backend: Service): Promise<void> {
  await backend.stop();
  await checkOut(files.app, badVersion);
  await rm(files.flags, { force: true });
  backend.start();
}
