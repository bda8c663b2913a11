"""用户信息接口：GET /api/user/info。"""
from flask import Blueprint, g, jsonify

from auth import login_required
from database import query_one

user_system_bp = Blueprint("user_system", __name__)

# 返回给前端的字段，推荐人显示在“我的”页面
USER_FIELDS = ("id", "username", "phone", "referrer", "created_at")


@user_system_bp.route("/api/user/info", methods=["GET"])
@login_required
def user_info():
    """返回当前用户的信息。"""
    row = query_one("SELECT * FROM users WHERE id = ?", (g.user_id,))
    if row is None:
        return jsonify({"error": "用户不存在"}), 404
    return jsonify({field: row[field] for field in USER_FIELDS})
