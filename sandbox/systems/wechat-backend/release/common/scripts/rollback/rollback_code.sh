#!/bin/sh
# Usage: rollback_code.sh [TAG], default v1.0.0. Local edits are kept as a patch in BACKUP_DIR, then overwritten.
set -eu
BACKUP_DIR=${BACKUP_DIR:-/data/backups}
tag=${1:-v1.0.0}
cd "$(dirname "$0")/../.."
git rev-parse --quiet --verify "refs/tags/$tag" > /dev/null || { echo "no such tag: $tag" >&2; exit 1; }
if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  patch=$BACKUP_DIR/local_edits_$(date +%Y%m%d_%H%M%S).patch
  git diff HEAD > "$patch"
  echo "kept the local edits in $patch"
fi
git checkout --quiet --force "$tag"
echo "checked out $(git describe --tags)"
sudo -n systemctl restart "${SERVICE:-wechat-backend}"
