#!/bin/bash
# Builds the system that every lab host starts from. Usage: build-image.sh IMAGE NODE, with IMAGE a folder that does not
# exist yet and NODE the Node program the hosts get. Needs root, Debian's and npm's registries, one to four minutes and 480 MB.
# Leaves root/ (the system), id_ed25519 (the key that may log in) and ca.crt (who signed the sites' certificate).
set -euo pipefail
image=$1 node=$2
building=$image.building
root=$building/root

rm -rf --one-file-system "$building"
mkdir -p "$building"
trap 'rm -rf --one-file-system "$building"' EXIT
chmod 700 "$building"

packages=(
  systemd systemd-sysv dbus libpam-systemd openssh-server sudo ca-certificates openssl procps iproute2 less
  supervisor nginx-light redis-server git sqlite3 curl jq rsync python3 python3-flask prometheus
)
mmdebstrap --quiet --variant=minbase --mode=root --include="$(IFS=, && echo "${packages[*]}")" \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/javascript/*' --dpkgopt='path-exclude=/usr/bin/promtool' \
  bookworm "$root"

# A directory for temporary files that is named here is none in there.
inside() { TMPDIR=/tmp chroot "$root" "$@"; }

install -m 755 "$node" "$root/usr/bin/node"
inside node --version >/dev/null || { echo "$node does not run on a plain Debian 12" >&2; exit 1; }
ln -sf python3 "$root/usr/bin/python"
npm install --silent --ignore-scripts --no-audit --no-fund --global --prefix "$root/usr/local" pm2@7.0.4 libsql@0.5.29 npm@10

ssh-keygen -q -t ed25519 -N '' -C backout -f "$building/id_ed25519"
inside useradd --create-home --shell /bin/bash --password '*' user
for home in root home/user; do
  install -d -m 700 "$root/$home/.ssh"
  install -m 600 "$building/id_ed25519.pub" "$root/$home/.ssh/authorized_keys"
done
inside chown -R user:user /home/user/.ssh
rm -f "$root"/etc/ssh/ssh_host_*

# An authority of this machine's own: the documents' https addresses answer with a certificate that can be verified.
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=Backout lab' -keyout "$building/ca.key" -out "$building/ca.crt" 2>/dev/null
cp "$building/ca.crt" "$root/usr/local/share/ca-certificates/backout-lab.crt"
inside update-ca-certificates >/dev/null
mkdir -p "$root/etc/nginx/ssl"
openssl req -newkey rsa:2048 -nodes -subj '/CN=meiyueart.com' -keyout "$root/etc/nginx/ssl/site.key" -out "$building/site.csr" 2>/dev/null
openssl x509 -req -in "$building/site.csr" -CA "$building/ca.crt" -CAkey "$building/ca.key" -CAcreateserial -days 3650 \
  -extfile <(echo 'subjectAltName=DNS:meiyueart.com,DNS:api.example.com') -out "$root/etc/nginx/ssl/site.crt" 2>/dev/null
rm -f "$building/ca.key" "$building/site.csr" "$root/etc/nginx/sites-enabled/default"

# A story starts what its host runs; what only costs time at a start is off.
for unit in nginx supervisor redis-server prometheus e2scrub_reap; do systemctl --root="$root" --quiet disable "$unit.service" 2>/dev/null || true; done
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer systemd-resolved.service \
  systemd-networkd.service console-getty.service systemd-update-utmp.service systemd-random-seed.service ldconfig.service; do
  systemctl --root="$root" --quiet mask "$unit"
done
systemctl --root="$root" --quiet enable ssh.service
echo 'UseDNS no' >"$root/etc/ssh/sshd_config.d/lab.conf"
: >"$root/etc/machine-id"

mv "$building" "$image"
