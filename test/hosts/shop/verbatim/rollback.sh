#!/bin/bash

# 电商系统回滚脚本
set -e

echo "===== 电商系统回滚开始 ====="

# 参数
BACKEND_DIR="/var/www/shop/backend"
FRONTEND_DIR="/var/www/html/shop"
BACKUP_DIR="/var/backups/shop"
ROLLBACK_VERSION=$1

if [ -z "$ROLLBACK_VERSION" ]; then
  echo "错误: 请指定回滚版本号"
  echo "用法: ./rollback.sh [版本号]"
  exit 1
fi

echo "回滚版本: $ROLLBACK_VERSION"

# 1. 停止服务
echo "停止后端服务..."
pm2 stop shop-backend

# 2. 数据库回滚
echo "执行数据库回滚..."
cd $BACKEND_DIR
node scripts/database_backup.js --restore --backup-file "$BACKUP_DIR/db_${ROLLBACK_VERSION}.tar.gz"

# 3. 后端服务回滚
echo "回滚后端服务..."
cd $BACKEND_DIR
git checkout "v${ROLLBACK_VERSION}"
npm ci --production

# 4. 前端应用回滚
echo "回滚前端应用..."
mv $FRONTEND_DIR $FRONTEND_DIR.rollback
cp -r "$BACKUP_DIR/frontend_${ROLLBACK_VERSION}" $FRONTEND_DIR
chown -R www-data:www-data $FRONTEND_DIR

# 5. 重启服务
echo "重启后端服务..."
pm2 start shop-backend

# 6. 验证
echo "验证服务状态..."
pm2 status shop-backend
echo "===== 电商系统回滚完成 ====="
echo "请执行功能验证确认系统正常运行"
