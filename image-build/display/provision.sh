#!/bin/bash
# Turns a Debian 12 system for arm64 into a screen of Felt. Runs as root inside that system: in the chroot
# of debian-arm64/build.sh, and from the stage for Raspberry Pi. The leaf's is ../provision.sh.
#
#   provision.sh FOLDER         FOLDER holds packages, root/ and systemd/
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

# put FILE PLACE [MODE]: a file of systemd/ at its place.
put() { install -D -m "${3:-0644}" "$FROM/systemd/$1" "$2"; }

install_files() {
  cp -R "$FROM/root/." /
  put felt-kiosk.service /usr/lib/systemd/system/felt-kiosk.service
  put kiosk.sh /usr/lib/felt/kiosk.sh 0755
  put kiosk-pictures.sh /usr/lib/felt/kiosk-pictures.sh
  put system.conf /etc/systemd/system.conf.d/felt.conf
  mkdir -p /boot/firmware
  systemd-sysusers /usr/lib/sysusers.d/felt-display.conf
}

# The root of felt-wifi.service: places to mount at, and /usr with the old names of its folders.
make_wifi_root() {
  local root=/usr/share/felt/wifi name
  mkdir -p "$root"/{dev,proc,run,sys,tmp,usr,var/tmp}
  for name in bin lib lib64 sbin; do
    if [[ -L /$name ]]; then ln -sfn "usr/$name" "$root/$name"; fi
  done
}

name_it() {
  echo felt-screen >/etc/hostname
  printf '127.0.0.1\tlocalhost\n127.0.1.1\tfelt-screen\n::1\tlocalhost ip6-localhost ip6-loopback\n' >/etc/hosts
  # Empty: made in memory at each start, so that no two screens have the same.
  : >/etc/machine-id
  rm -f /var/lib/dbus/machine-id /etc/ssh/ssh_host_*
  ln -sfn /etc/machine-id /var/lib/dbus/machine-id
  ln -sfn /run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
}

# The card is only read: a screen is switched off by its plug.
mount_read_only() {
  local fstab=$1/etc/fstab
  sed -i '/^# felt: begin/,/^# felt: end/d' "$fstab"
  awk '($2 == "/" || $2 == "/boot/firmware") && !/^#/ && $4 !~ /(^|,)ro(,|$)/ { $4 = "ro," $4 }
    $2 != "/tmp" { print }' "$fstab" >"$fstab.new"
  { cat "$fstab.new"; echo '# felt: begin'; cat "$1/usr/share/felt/fstab"; echo '# felt: end'; } >"$fstab"
  rm "$fstab.new"
}

set_services() {
  local on off
  mapfile -t on < <(present felt-kiosk.service felt-settings.service felt-wifi.service \
    systemd-networkd.service systemd-resolved.service avahi-daemon.service nftables.service)
  systemctl --root=/ enable "${on[@]}"
  # Nobody signs in on a screen; what writes on its card, or joins networks of its own, has no place on it.
  mapfile -t off < <(present ssh.service ssh.socket getty@.service serial-getty@.service \
    systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer userconfig.service sshswitch.service \
    regenerate_ssh_host_keys.service dphys-swapfile.service wpa_supplicant.service bluetooth.service \
    hciuart.service ModemManager.service NetworkManager.service NetworkManager-wait-online.service \
    systemd-networkd-wait-online.service systemd-rfkill.service systemd-rfkill.socket \
    systemd-machine-id-commit.service systemd-firstboot.service)
  [[ ${#off[@]} == 0 ]] || systemctl --root=/ mask "${off[@]}"
  systemctl --root=/ set-default multi-user.target
  passwd --lock root >/dev/null
}

clean() {
  apt-get clean
  rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/* /var/tmp/*
}

[[ $(id -u) == 0 ]] || fail 'must run as root inside the image'
if [[ $FROM == --mounts ]]; then
  mount_read_only "${2:?usage: provision.sh --mounts ROOT}"
  exit
fi
[[ -d $FROM/systemd ]] || fail "$FROM/systemd is missing"
install_packages
install_files
make_wifi_root
name_it
mount_read_only /
set_services
clean
say 'provisioned as a screen'
