#!/bin/bash
# What provision.sh of a board and display/provision.sh of a screen share. To be read with `.`, with FROM
# set: the folder that holds packages, root/ and systemd/.

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

# put FILE PLACE [MODE]: a file of systemd/ at its place.
put() { install -D -m "${3:-0644}" "$FROM/systemd/$1" "$2"; }

# name_it NAME: the same on every one of them.
name_it() {
  echo "$1" >/etc/hostname
  printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n::1\tlocalhost ip6-localhost ip6-loopback\n' "$1" >/etc/hosts
  # Empty: made at a start, so that no two have the same.
  : >/etc/machine-id
  rm -f /var/lib/dbus/machine-id /etc/ssh/ssh_host_*
  ln -sfn /run/systemd/resolve/stub-resolv.conf /etc/resolv.conf
}

# mount_read_only ROOT PLACE...: these are only read, in ROOT/etc/fstab; what is written has places of
# its own, which stand in the image's own list.
mount_read_only() {
  local root=$1 fstab=$1/etc/fstab
  shift
  sed -i '/^# felt: begin/,/^# felt: end/d' "$fstab"
  # The lines of whoever made the file systems, and none for a /tmp that is named below.
  awk -v places=" $* " 'index(places, " " $2 " ") && !/^#/ && $4 !~ /(^|,)ro(,|$)/ { $4 = "ro," $4 }
    $2 != "/tmp" { print }' "$fstab" >"$fstab.new"
  { cat "$fstab.new"; echo '# felt: begin'; cat "$root/usr/share/felt/fstab"; echo '# felt: end'; } >"$fstab"
  rm "$fstab.new"
}

# The names of units that are there: on one machine this one is missing, on another that one.
present() {
  local unit
  for unit; do
    if [[ -e /usr/lib/systemd/system/$unit || -e /etc/systemd/system/$unit ]]; then echo "$unit"; fi
  done
}

switch_on() {
  local on
  mapfile -t on < <(present "$@" systemd-networkd.service systemd-resolved.service avahi-daemon.service \
    nftables.service)
  systemctl --root=/ enable "${on[@]}"
}

# Nobody signs in here; what writes to the root file system has no place on it either.
switch_off() {
  local off
  mapfile -t off < <(present "$@" ssh.service ssh.socket getty@.service serial-getty@.service \
    systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer userconfig.service sshswitch.service \
    regenerate_ssh_host_keys.service dphys-swapfile.service NetworkManager.service \
    NetworkManager-wait-online.service systemd-networkd-wait-online.service)
  [[ ${#off[@]} == 0 ]] || systemctl --root=/ mask "${off[@]}"
  passwd --lock root >/dev/null
}

clean() {
  apt-get clean
  rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/* /var/tmp/*
}
