import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const release = fileURLToPath(new URL('./release/', import.meta.url));
const day = 24 * 3_600_000;

const trialVersion = 'v0.9.0';
const oldVersion = 'v1.0.0';
export const badVersion = 'v2.0.0-phase1';

/** Makes the app's repository: a commit and a tag for each version, the bad one checked out as a deploy leaves it. */
export async function createRepository(directory: string, now: Date): Promise<void> {
  await mkdir(directory, { recursive: true });
  await git(directory, ['init', '--quiet', '--template=']);
  await git(directory, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
  await cp(join(release, 'common'), directory, { recursive: true });
  const commit = (version: string, subject: string, daysAgo: number) =>
    commitVersion(directory, version, subject, new Date(now.getTime() - daysAgo * day));
  await commit(trialVersion, '品牌诊断试用版 v0.9.0', 90);
  await commit(oldVersion, '品牌诊断 v1.0.0', 30);
  await commit(badVersion, '阶段一：诊断 v2 与状态机（P1-T1 至 P1-T10）', 1);
  await checkOut(directory, badVersion);
}

export async function checkOut(directory: string, version: string): Promise<void> {
  await git(directory, ['checkout', '--quiet', '--force', version]);
}

async function commitVersion(directory: string, version: string, subject: string, at: Date): Promise<void> {
  await cp(join(release, version), directory, { recursive: true });
  await git(directory, ['add', '--all']);
  await git(directory, ['commit', '--quiet', '--message', subject], at);
  await git(directory, ['tag', version]);
}

/** Runs git as the team's architects, without the configuration of whoever runs the demonstration. */
export async function git(directory: string, args: readonly string[], at = new Date()): Promise<string> {
  const name = '系统架构组';
  const email = 'architecture@example.com';
  const date = at.toISOString();
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
  // The files may be another account's, where whoever runs the demonstration is root.
  const { stdout } = await run('git', ['-c', 'safe.directory=*', '-C', directory, ...args], { env });
  return stdout;
}
