"""用户数据库（SQLite）。每个请求一个连接。"""
import os
import sqlite3


def connect():
    """打开已有的数据库；没有就报错，不会新建空库。"""
    database = sqlite3.connect(f"file:{os.environ['DATABASE']}?mode=rw", uri=True)
    database.row_factory = sqlite3.Row
    return database


def query_one(sql, values):
    """第一行，没有就是 None。"""
    database = connect()
    try:
        return database.execute(sql, values).fetchone()
    finally:
        database.close()


def execute(sql, values):
    """执行并提交。"""
    database = connect()
    try:
        with database:
            database.execute(sql, values)
    finally:
        database.close()
