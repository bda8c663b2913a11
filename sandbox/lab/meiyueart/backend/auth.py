"""登录状态。"""
from functools import wraps

from flask import g, jsonify, request

tokens = {}


def login_required(view):
    """没有令牌的请求得到 401。"""

    @wraps(view)
    def checked(*args, **kwargs):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in tokens:
            return jsonify({"error": "请先登录"}), 401
        g.user_id = tokens[token]
        return view(*args, **kwargs)

    return checked
