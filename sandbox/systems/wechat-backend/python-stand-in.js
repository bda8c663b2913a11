// Stand-in for python3 on a machine without Python: it runs one script, verify_data_integrity.py, by doing the same in
// Node, and refuses every other. Arguments: the folder of the SQLite module, the script, its arguments.
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

const [sqlite, script = '', ...args] = process.argv.slice(2);
const COLUMNS = ['execution_id', 'brand', 'model', 'question', 'score', 'summary', 'created_at'];

if (basename(script) === 'verify_data_integrity.py') process.exitCode = verify(args[0] ?? process.env.DATABASE ?? '');
else {
  process.stderr.write(`python3: the stand-in runs verify_data_integrity.py only, not ${script || 'this'}\n`);
  process.exitCode = 2;
}

function verify(file) {
  const found = problemsOf(file);
  for (const problem of found) say(`FAILED: ${problem}`);
  if (found.length === 0) say(`OK: ${file}`);
  return found.length > 0 ? 1 : 0;
}

function problemsOf(file) {
  if (!statSync(file, { throwIfNoEntry: false })?.size) return [`no database at ${file}`];
  const Database = createRequire(import.meta.url)(sqlite);
  try {
    const database = new Database(file, { readonly: true });
    const problems = judge(database);
    database.close();
    return problems;
  } catch (error) {
    return [error.message];
  }
}

function judge(database) {
  const { integrity_check: state } = database.prepare('PRAGMA integrity_check').get();
  if (state !== 'ok') return [`integrity_check: ${state}`];
  const columns = database
    .prepare('PRAGMA table_info(reports)')
    .all()
    .map(({ name }) => name);
  const found = [];
  if (columns.join() !== COLUMNS.join()) {
    found.push(`columns of reports: ${columns.join(', ') || 'no such table'}; expected ${COLUMNS.join(', ')}`);
  }
  return columns.includes('summary') ? [...found, ...judgeSummaries(database)] : found;
}

function judgeSummaries(database) {
  const count = (where) => database.prepare(`SELECT count(*) AS count FROM reports ${where}`).get().count;
  const [total, empty] = [count(''), count("WHERE trim(summary) = ''")];
  say(`reports: ${total}, with an empty summary: ${empty}`);
  if (total === 0) return ['there are no reports'];
  return empty > 0 ? [`${empty} of ${total} reports have an empty summary`] : [];
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
