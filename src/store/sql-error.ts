type SqlError = Error & { readonly code: string };

/** A row with this key exists: SQLite's code, or PostgreSQL's 23505. */
export function isDuplicate(error: unknown): error is SqlError {
  return codeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY' || codeOf(error) === '23505';
}

/** The disk or the quota is full. Nothing of the transaction was kept. */
export function isFull(error: unknown): error is SqlError {
  return codeOf(error) === 'SQLITE_FULL' || codeOf(error) === '53100';
}

/** Another process holds the database. */
export function isBusy(error: unknown): error is SqlError {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
