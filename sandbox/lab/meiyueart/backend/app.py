"""灵智管理后台。由 supervisor 以 lingzhi_admin_backend 运行，前面是 nginx。"""
import logging
import os
import secrets
from logging.handlers import WatchedFileHandler

from flask import Flask, jsonify, request
from werkzeug.security import check_password_hash

import auth
import metrics
from database import query_one
from routes.change_password import change_password_bp
from routes.user_system import user_system_bp

app = Flask(__name__)
app.json.ensure_ascii = False
app.register_blueprint(user_system_bp)
app.register_blueprint(change_password_bp)
metrics.watch(app)

log = WatchedFileHandler(os.environ["ERROR_LOG"])
log.setLevel(logging.ERROR)
log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
app.logger.addHandler(log)


@app.post("/api/login")
def login():
    """用户名和密码正确时给一个令牌。"""
    body = request.get_json()
    row = query_one("SELECT id, password_hash FROM users WHERE username = ?", (body["username"],))
    if row is None or not check_password_hash(row["password_hash"], body["password"]):
        return jsonify({"error": "用户名或密码不正确"}), 401
    token = secrets.token_hex(16)
    auth.tokens[token] = row["id"]
    return jsonify({"token": token})


@app.get("/api/health")
def health():
    """数据库可以读取就是健康的。"""
    query_one("SELECT count(*) FROM users", ())
    return jsonify({"status": "healthy", "pid": os.getpid()})


@app.get("/api/monitoring/metrics")
def monitoring():
    """最近几秒的请求和本进程的占用。"""
    return jsonify(metrics.read())


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8080, threaded=True)
