"""用户信息接口：GET /api/user/info。推荐关系改由新模块提供。"""
from flask import Blueprint, g, jsonify

from auth import login_required
from database import query_one
from referrals import referrer_of

user_system_bp = Blueprint("user_system", __name__)

USER_FIELDS = ("id", "username", "nickname", "phone", "created_at")


@user_system_bp.route("/api/user/info", methods=["GET"])
@login_required
def user_info():
    """返回当前用户的信息和推荐人。"""
    row = query_one("SELECT * FROM users WHERE id = ?", (g.user_id,))
    info = {field: row[field] for field in USER_FIELDS}
    return jsonify({**info, "referrer": referrer_of(g.user_id)})
