#!/bin/bash
# rollback.sh - 快速回滚脚本

BACKUP_DIR="/opt/backups/points-app"
DEPLOY_DIR="/opt/points-app"

echo "🔄 开始执行回滚..."

# 1. 获取最近的备份
LATEST_BACKUP=$(ls -t ${BACKUP_DIR}/backup-*.tar.gz | head -1)

if [ -z "$LATEST_BACKUP" ]; then
    echo "❌ 未找到可用备份文件"
    exit 1
fi

echo "📦 使用备份文件: $LATEST_BACKUP"

# 2. 停止当前服务
sudo pm2 stop points-app

# 3. 恢复备份
sudo rm -rf ${DEPLOY_DIR}_current
sudo mv ${DEPLOY_DIR} ${DEPLOY_DIR}_current
sudo mkdir -p ${DEPLOY_DIR}
sudo tar -xzf ${LATEST_BACKUP} -C ${DEPLOY_DIR}

# 4. 启动服务
sudo pm2 start ecosystem.config.js --env production

# 5. 健康检查
sleep 10
if curl -f http://localhost:3000/health; then
    echo "✅ 回滚成功"
    sudo rm -rf ${DEPLOY_DIR}_current
else
    echo "❌ 回滚失败，尝试恢复当前版本"
    sudo pm2 stop points-app
    sudo rm -rf ${DEPLOY_DIR}
    sudo mv ${DEPLOY_DIR}_current ${DEPLOY_DIR}
    sudo pm2 start ecosystem.config.js --env production
    exit 1
fi
