"""建库并添加一个账号。Usage: create_account.py USERNAME PASSWORD"""
import os
import sqlite3
import sys

from werkzeug.security import generate_password_hash

username, password = sys.argv[1:]
database = sqlite3.connect(os.environ["DATABASE"])
with database:
    database.execute(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT UNIQUE NOT NULL, nickname TEXT, phone TEXT,"
        " referrer TEXT, created_at TEXT NOT NULL, password_hash TEXT NOT NULL)"
    )
    row = (10_001, username, "测试账号", "138****0000", "test_referrer", "2026-01-05 10:00:00")
    database.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, generate_password_hash(password)))
