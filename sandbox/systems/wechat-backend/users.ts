import { readFile } from 'node:fs/promises';

type Outcome = { readonly begunAt: number; readonly ok: boolean; readonly reason?: string };

/** What the stand-in for the users met when it last tried each; absent before the first time. */
export type UserOutcomes = { readonly diagnosis?: Outcome; readonly oldReport?: Outcome };

/** Reads what the stand-in for the users wrote down. */
export async function lastOutcomes(file: string): Promise<UserOutcomes> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as UserOutcomes;
  } catch {
    return {};
  }
}
