import { readFile } from 'node:fs/promises';

type Outcome = { readonly begunAt: number; readonly ok: boolean; readonly reason?: string };

/** Whether the user who asked last got a diagnosis; undefined before the first one. The stand-in for the users writes it down. */
export async function lastDiagnosisWorked(file: string): Promise<boolean | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as Outcome).ok;
  } catch {
    return undefined;
  }
}
