import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const drainMs = 5_000;
const names = [
  'diagnosis_v2_enabled',
  'diagnosis_v2_state_machine',
  'diagnosis_v2_timeout',
  'diagnosis_v2_retry',
  'diagnosis_v2_dead_letter',
  'diagnosis_v2_api_logging',
  'diagnosis_v2_data_persistence',
  'diagnosis_v2_report_stub',
];

/** The flags in their file; they outlive a restart. Phase 1 ships with all of them on. */
export function loadFlags(file) {
  let flags = Object.fromEntries(names.map((name) => [name, true]));
  if (existsSync(file)) flags = { ...flags, ...JSON.parse(readFileSync(file, 'utf8')) };
  return {
    read: () => flags,
    write(changes) {
      flags = { ...flags, ...changes };
      writeFileSync(`${file}.new`, `${JSON.stringify(flags, null, 2)}\n`);
      renameSync(`${file}.new`, file);
    },
  };
}

/** Anyone inside may read the flags; only the admin key may change them. */
export function flagRoutes(flags, adminKeyFile) {
  const adminKey = readFileSync(adminKeyFile, 'utf8').trim();
  return {
    'GET /api/admin/feature-flags': () => ({ status: 200, body: { flags: flags.read() } }),
    async 'POST /api/admin/feature-flags'({ body, headers }) {
      if (!isSame(headers['x-admin-key'] ?? '', adminKey)) return { status: 401, body: { error: 'wrong admin key' } };
      const wrong = Object.entries(body).find(([name, value]) => !names.includes(name) || typeof value !== 'boolean');
      if (wrong) return { status: 400, body: { error: `not a flag, or not true/false: ${wrong[0]}` } };
      const leavesV2 = flags.read().diagnosis_v2_enabled && body.diagnosis_v2_enabled === false;
      flags.write(body);
      // New diagnoses go to v1 from here on; the v2 workers get their time to finish what they hold.
      if (leavesV2) await new Promise((resolve) => setTimeout(resolve, drainMs));
      return { status: 200, body: { updated: Object.keys(body), flags: flags.read() } };
    },
  };
}

function isSame(given, expected) {
  const digest = (text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
