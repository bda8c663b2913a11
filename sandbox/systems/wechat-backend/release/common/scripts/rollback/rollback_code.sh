#!/bin/sh
# Usage: rollback_code.sh [tag], default v1.0.0
set -eu
cd "$(dirname "$0")/../.."
git checkout "${1:-v1.0.0}"
sudo systemctl restart wechat-backend
