#!/bin/sh
# 把 admin-backend/routes 下的两个文件上传到生产服务器，并重启后端。
# Usage: deploy_now.sh [--dry-run]. Settings come from the environment or, where it says nothing, from deploy.conf.
set -eu
cd "$(dirname "$0")"
. ./deploy.conf
routes=admin-backend/routes
restart="sudo -n supervisorctl restart $PROGRAM"

case ${1-} in
  '') dry_run= ;;
  --dry-run) dry_run=yes ;;
  *) echo "unknown option: $1" >&2; exit 64 ;;
esac

# Nothing is uploaded unless everything is there: half a release is worse than none.
for file in user_system.py change_password.py; do
  [ -s "$routes/$file" ] || { echo "missing or empty: $routes/$file" >&2; exit 1; }
done

for file in user_system.py change_password.py; do
  if [ -n "$dry_run" ]; then
    echo "would upload $routes/$file to $PRODUCTION:$REMOTE_ROUTES/$file"
  else
    echo "uploading $routes/$file to $PRODUCTION"
    scp -q "$routes/$file" "$PRODUCTION:$REMOTE_ROUTES/$file"
  fi
done

if [ -n "$dry_run" ]; then
  echo "would run on $PRODUCTION: $restart"
  exit 0
fi
ssh "$PRODUCTION" "$restart" < /dev/null
echo "deployed"
