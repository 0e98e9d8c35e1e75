#!/bin/bash
# Turns a Debian 12 system for arm64 into a board of Felt. Runs as root inside that system: in the chroot
# of debian-arm64/build.sh, from Armbian's customize-image.sh, and from the stage for Raspberry Pi.
#
#   provision.sh FOLDER         FOLDER holds this script, common.sh, felt-leaf (the executable),
#                               felt-leaf.sequence, packages, root/ and systemd/
#   provision.sh --mounts ROOT  only ROOT/etc/fstab, where a builder writes that file after all else
#
# It may run again on the same system: nothing is added twice.
set -euo pipefail

FROM=${1:?usage: provision.sh FOLDER | --mounts ROOT}

HERE=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$HERE/common.sh"

install_files() {
  cp -R "$FROM/root/." /
  install -D -m 0555 "$FROM/felt-leaf" /usr/lib/felt/felt-leaf
  install -m 0444 "$FROM/felt-leaf.sequence" /usr/lib/felt/felt-leaf.sequence
  # The one that runs, also after an update.
  ln -sfn /opt/felt/current/felt-leaf /usr/bin/felt-leaf
  mkdir -p /data /opt/felt /etc/felt /var/lib/felt /var/log/journal
}

install_systemd() {
  local unit
  for unit in felt-leaf.service felt-rollback.service felt-update.path felt-update.service \
    felt-update-prepare.service felt-disk.service felt-disk.timer; do
    put "$unit" "/usr/lib/systemd/system/$unit"
  done
  put rollback.sh /usr/lib/felt/rollback.sh 0755
  put disk.sh /usr/lib/felt/disk.sh 0755
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

set_services() {
  switch_on felt-machine-id.service felt-leaf.service felt-update.path felt-disk.timer \
    chrony.service
  switch_off armbian-resize-filesystem.service armbian-firstrun.service armbian-ramlog.service \
    armbian-zram-config.service smartmontools.service
}

if [[ $FROM == --mounts ]]; then
  mount_read_only "${2:?usage: provision.sh --mounts ROOT}" /
  exit
fi
[[ $(id -u) == 0 ]] || fail 'must run as root inside the image'
# A machine that is in use would lose its name, its sign-ins and its network.
[[ ! -d /run/systemd/system ]] || fail 'this is a running machine, no image: systemd/install.sh is for that'
[[ -x $FROM/felt-leaf ]] || fail "$FROM/felt-leaf is missing: npm run build makes it"
install_packages
install_files
install_systemd
# avahi makes felt-2 of it where there are two.
name_it felt
mount_read_only / /
set_services
clean
mkdir -p /var/log/journal
say "provisioned with release $(cat "$FROM/felt-leaf.sequence")"
