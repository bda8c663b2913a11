"""灵智管理后台。由 supervisor 以 lingzhi_admin_backend 运行。"""
from flask import Flask

from routes.change_password import change_password_bp
from routes.user_system import user_system_bp

app = Flask(__name__)
app.register_blueprint(user_system_bp)
app.register_blueprint(change_password_bp)

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8080)
