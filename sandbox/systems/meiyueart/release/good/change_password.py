"""修改密码接口：POST /api/user/password。"""
from flask import Blueprint, g, jsonify, request
from werkzeug.security import check_password_hash, generate_password_hash

from auth import login_required
from database import execute, query_one

change_password_bp = Blueprint("change_password", __name__)

PASSWORD_COLUMN = "password_hash"


@change_password_bp.route("/api/user/password", methods=["POST"])
@login_required
def change_password():
    """旧密码正确时改成新密码。"""
    body = request.get_json()
    row = query_one(f"SELECT {PASSWORD_COLUMN} FROM users WHERE id = ?", (g.user_id,))
    if not check_password_hash(row[PASSWORD_COLUMN], body["old_password"]):
        return jsonify({"error": "旧密码不正确"}), 400
    new_hash = generate_password_hash(body["new_password"])
    execute(f"UPDATE users SET {PASSWORD_COLUMN} = ? WHERE id = ?", (new_hash, g.user_id))
    return jsonify({"message": "密码已修改"})
