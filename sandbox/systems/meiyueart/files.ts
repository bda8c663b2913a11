import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program's name at supervisor. */
export const program = 'lingzhi_admin_backend';

/** The two files that a release changes and a backup holds. */
export const routeFiles = ['user_system.py', 'change_password.py'] as const;
export type RouteFile = (typeof routeFiles)[number];

/** Which of the demonstration's texts a file holds; `older` is what a backup of last week has. */
export const contents = ['good', 'bad', 'crashing', 'older'] as const;
export type Content = (typeof contents)[number] | 'unknown' | 'missing';

/** Where the production server keeps its things; the seed's absolute paths, below the host's private root. */
export type WebFiles = {
  readonly backend: string;
  readonly routes: string;
  readonly backups: string;
  readonly errorLog: string;
  readonly accounts: string;
  readonly lastVisit: string;
};

export function webFiles({ root, home }: { readonly root: string; readonly home: string }): WebFiles {
  const backend = join(root, 'var/www/meiyueart.com/admin-backend');
  return {
    backend,
    routes: join(backend, 'routes'),
    backups: join(home, 'backups'),
    errorLog: join(root, 'var/log', program, 'error.log'),
    accounts: join(root, `var/lib/${program}/accounts.json`),
    lastVisit: join(root, 'var/lib/users/last-visit.json'),
  };
}

/** A file of the demonstration's own, e.g. `release/good/user_system.py`. */
export function releaseFile(...names: string[]): string {
  return fileURLToPath(new URL(`./release/${names.join('/')}`, import.meta.url));
}

/** What a file on the host is, by its digest, and the first characters of that (SHA-256). */
export async function recognise(directory: string, file: RouteFile): Promise<{ content: Content; digest: string }> {
  const digest = await digestOf(join(directory, file));
  if (digest === undefined) return { content: 'missing', digest: '' };
  const known = await Promise.all(contents.map((content) => digestOf(releaseFile(content, file))));
  return { content: contents[known.indexOf(digest)] ?? 'unknown', digest: digest.slice(0, 6) };
}

async function digestOf(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}
