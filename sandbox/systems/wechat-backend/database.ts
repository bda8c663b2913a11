import { createHash } from 'node:crypto';
import Database from 'libsql';

/** A row of the `reports` table. */
export type Report = {
  readonly executionId: string;
  readonly brand: string;
  readonly model: string;
  readonly question: string;
  readonly score: number;
  readonly summary: string;
  readonly createdAt: Date;
};

const hour = 3_600_000;
const brands = ['海棠茶铺', '青禾家居', '云朵书房', '山前咖啡', '小满花店', '南巷烘焙'];
const models = ['deepseek', 'doubao', 'qwen'];

/** Reports of the last four days, one every two hours; the same ones for the same `now`. */
export function historicReports(now: Date): Report[] {
  return Array.from({ length: 48 }, (_, index) => {
    const brand = brands[index % brands.length] ?? '';
    const model = models[index % models.length] ?? '';
    const score = 60 + ((index * 7) % 40);
    return {
      executionId: historicId(index),
      brand,
      model,
      question: `${brand}怎么样？`,
      score,
      summary: `${brand} 在 ${model} 的回答中被提及，综合得分 ${score}。`,
      createdAt: new Date(now.getTime() - 96 * hour + index * 2 * hour),
    };
  });
}

/** The id of a report that was there long before the bad release. */
export function historicId(index: number): string {
  const digest = createHash('sha256').update(`report ${index}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Writes a new SQLite file that holds these reports. */
export function createDatabase(file: string, reports: readonly Report[]): void {
  const database = new Database(file);
  database.exec(`CREATE TABLE reports (
    execution_id TEXT PRIMARY KEY, brand TEXT NOT NULL, model TEXT NOT NULL, question TEXT NOT NULL,
    score INTEGER NOT NULL, summary TEXT NOT NULL, created_at TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertAll = database.transaction(() => {
    for (const { executionId, brand, model, question, score, summary, createdAt } of reports) {
      insert.run(executionId, brand, model, question, score, summary, createdAt.toISOString());
    }
  });
  insertAll();
  database.close();
}

/** Whether a file has the table as every release up to now knows it, with reports that say something. For a stopped service. */
export function holdsReports(file: string): boolean {
  const database = new Database(file);
  try {
    const columns = database.prepare('SELECT count(*) AS count FROM pragma_table_info(?)').get('reports');
    const said = database.prepare("SELECT count(*) AS count FROM reports WHERE summary <> ''").get();
    return (columns as Count).count === columnCount && (said as Count).count > 0;
  } catch {
    return false;
  } finally {
    database.close();
  }
}

type Count = { readonly count: number };
const columnCount = 7;
