import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The diagnosis reports in their SQLite file. The file must exist: this service never starts on an empty database. */
export function openStore(file, sqliteModule) {
  const Database = require(sqliteModule);
  if (!existsSync(file)) throw new Error(`no database at ${file}`);
  const database = new Database(file);
  return {
    state() {
      try {
        database.prepare('SELECT count(*) FROM reports').get();
        return 'connected';
      } catch {
        return 'disconnected';
      }
    },
    report(id) {
      const row = database.prepare('SELECT * FROM reports WHERE execution_id = ?').get(id);
      return row && withoutMetadata(row);
    },
    save(report) {
      const { execution_id, brand, model, question, score, summary, created_at } = report;
      database
        .prepare('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(execution_id, brand, model, question, score, summary, created_at);
    },
  };
}

function withoutMetadata({ _metadata, ...row }) {
  return row;
}
