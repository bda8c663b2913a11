#!/usr/bin/env python3
"""Check a diagnosis database. Usage: verify_data_integrity.py [FILE], default $DATABASE. Exit 0: sound, 1: not."""
import os
import pathlib
import sqlite3
import sys

COLUMNS = ["execution_id", "brand", "model", "question", "score", "summary", "created_at"]


def problems(database):
    state = database.execute("PRAGMA integrity_check").fetchone()[0]
    if state != "ok":
        return [f"integrity_check: {state}"]
    found = []
    columns = [row[1] for row in database.execute("PRAGMA table_info(reports)")]
    if columns != COLUMNS:
        found.append(f"columns of reports: {', '.join(columns) or 'no such table'}; expected {', '.join(COLUMNS)}")
    if "summary" in columns:
        total = database.execute("SELECT count(*) FROM reports").fetchone()[0]
        empty = database.execute("SELECT count(*) FROM reports WHERE trim(summary) = ''").fetchone()[0]
        print(f"reports: {total}, with an empty summary: {empty}")
        if total == 0:
            found.append("there are no reports")
        if empty > 0:
            found.append(f"{empty} of {total} reports have an empty summary")
    return found


def main():
    file = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DATABASE", "/data/staging/diagnosis.db")
    if not os.path.isfile(file) or os.path.getsize(file) == 0:
        print(f"FAILED: no database at {file}")
        return 1
    try:
        database = sqlite3.connect(f"{pathlib.Path(file).absolute().as_uri()}?mode=ro", uri=True)
        found = problems(database)
        database.close()
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    for problem in found:
        print(f"FAILED: {problem}")
    if not found:
        print(f"OK: {file}")
    return 1 if found else 0


sys.exit(main())
