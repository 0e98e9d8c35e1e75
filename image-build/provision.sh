#!/bin/bash
# Turns a Debian 12 system for arm64 into a board of Felt. Runs as root inside that system: in the chroot
# of debian-arm64/build.sh, from Armbian's customize-image.sh, and from the stage for Raspberry Pi.
#
#   provision.sh FOLDER         FOLDER holds felt-leaf (the executable), felt-leaf.sequence, packages,
#                               root/ and systemd/
#   provision.sh --mounts ROOT  only ROOT/etc/fstab, where a builder writes that file after all else
#
# It may run again on the same system: nothing is added twice.
set -euo pipefail

FROM=${1:?usage: provision.sh FOLDER | --mounts ROOT}

say() { echo "felt: $*"; }
fail() { say "$*" >&2; exit 1; }

install_packages() {
  local missing
  mapfile -t missing < <(comm -23 <(sed 's/#.*//' "$FROM/packages" | xargs -n1 | sort) \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' | sed -n 's/ installed$//p' | sort))
  [[ ${#missing[@]} == 0 ]] && return
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install -y --no-install-recommends "${missing[@]}"
}

# The names of units that are there: on one board this one is missing, on another that one.
present() {
  local unit
  for unit; do
    if [[ -e /usr/lib/systemd/system/$unit || -e /etc/systemd/system/$unit ]]; then echo "$unit"; fi
  done
}

install_files() {
  cp -R "$FROM/root/." /
  install -D -m 0555 "$FROM/felt-leaf" /usr/lib/felt/felt-leaf
  install -m 0444 "$FROM/felt-leaf.sequence" /usr/lib/felt/felt-leaf.sequence
  # The one that runs, also after an update.
  ln -sfn /opt/felt/current/felt-leaf /usr/bin/felt-leaf
  mkdir -p /data /opt/felt /etc/felt /var/lib/felt /var/log/journal
}

# put FILE PLACE [MODE]: a file of systemd/ at its place.
put() { install -D -m "${3:-0644}" "$FROM/systemd/$1" "$2"; }

install_systemd() {
  local unit
  for unit in felt-leaf.service felt-rollback.service felt-update.path felt-update.service; do
    put "$unit" "/usr/lib/systemd/system/$unit"
  done
  put rollback.sh /usr/lib/felt/rollback.sh 0755
  put sysusers.conf /usr/lib/sysusers.d/felt.conf
  put sysctl.conf /usr/lib/sysctl.d/60-felt.conf
  put system.conf /etc/systemd/system.conf.d/felt.conf
  put nftables.conf /etc/nftables.conf
  put avahi/avahi-daemon.conf /etc/avahi/avahi-daemon.conf
  put avahi/felt.service /etc/avahi/services/felt.service
  put chrony/chrony.conf /etc/chrony/chrony.conf
  put chrony/default /etc/default/chrony
  systemd-sysusers /usr/lib/sysusers.d/felt.conf
}

# One name on every board: avahi makes felt-2 of it where there are two.
name_it() {
  echo felt >/etc/hostname
  printf '127.0.0.1\tlocalhost\n127.0.1.1\tfelt\n::1\tlocalhost ip6-localhost ip6-loopback\n' >/etc/hosts
  # Empty: made at the first boot, so that no two boards have the same.
  : >/etc/machine-id
  rm -f /var/lib/dbus/machine-id /etc/ssh/ssh_host_*
  ln -sfn /run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
}

# The root file system is only read; what is written has places of its own.
mount_read_only() {
  local fstab=$1/etc/fstab
  sed -i '/^# felt: begin/,/^# felt: end/d' "$fstab"
  # The line of whoever made the file system, and none for a /tmp that is named below.
  awk '$2 == "/" && !/^#/ && $4 !~ /(^|,)ro(,|$)/ { $4 = "ro," $4 } $2 != "/tmp" { print }' \
    "$fstab" >"$fstab.new"
  { cat "$fstab.new"; echo '# felt: begin'; cat "$1/usr/share/felt/fstab"; echo '# felt: end'; } >"$fstab"
  rm "$fstab.new"
}

set_services() {
  local on off
  mapfile -t on < <(present felt-machine-id.service felt-leaf.service felt-update.path \
    systemd-networkd.service systemd-resolved.service avahi-daemon.service chrony.service nftables.service)
  systemctl --root=/ enable "${on[@]}"
  # Nobody signs in on a board; what writes to the root file system has no place on it either.
  mapfile -t off < <(present ssh.service ssh.socket getty@.service serial-getty@.service \
    systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer armbian-resize-filesystem.service \
    armbian-firstrun.service armbian-ramlog.service armbian-zram-config.service \
    userconfig.service sshswitch.service regenerate_ssh_host_keys.service dphys-swapfile.service \
    NetworkManager.service NetworkManager-wait-online.service systemd-networkd-wait-online.service)
  [[ ${#off[@]} == 0 ]] || systemctl --root=/ mask "${off[@]}"
  passwd --lock root >/dev/null
}

clean() {
  apt-get clean
  rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/* /var/tmp/*
  mkdir -p /var/log/journal
}

if [[ $FROM == --mounts ]]; then
  mount_read_only "${2:?usage: provision.sh --mounts ROOT}"
  exit
fi
[[ $(id -u) == 0 ]] || fail 'must run as root inside the image'
# A machine that is in use would lose its name, its sign-ins and its network.
[[ ! -d /run/systemd/system ]] || fail 'this is a running machine, no image: systemd/install.sh is for that'
[[ -x $FROM/felt-leaf ]] || fail "$FROM/felt-leaf is missing: npm run build makes it"
install_packages
install_files
install_systemd
name_it
mount_read_only /
set_services
clean
say "provisioned with release $(cat "$FROM/felt-leaf.sequence")"
