#!/bin/sh
# Usage: rollback_database.sh --restore FILE|latest. FILE is a path, or a name in BACKUP_DIR.
# "latest" goes by the time in the name; safety copies (pre_rollback_backup_*) are never restored. Stop the service first.
set -eu
BACKUP_DIR=${BACKUP_DIR:-/data/backups}
DATABASE=${DATABASE:-/data/staging/diagnosis.db}
[ "${1:-}" = --restore ] && [ -n "${2:-}" ] || { sed -n 2,3p "$0" >&2; exit 64; }
backup=$2
if [ "$backup" = latest ]; then
  backup=$(find "$BACKUP_DIR" -name 'diagnosis_????????_??????.db' -size +0 | sort | tail -n 1)
fi
case $backup in */*) ;; *) backup=$BACKUP_DIR/$backup ;; esac
[ -s "$backup" ] || { echo "no usable backup: $backup" >&2; exit 1; }
cp "$backup" "$DATABASE.new"
# A write-ahead log left behind would bring the damage back into the restored file.
rm -f "$DATABASE-wal" "$DATABASE-shm"
mv "$DATABASE.new" "$DATABASE"
echo "restored $backup to $DATABASE"
