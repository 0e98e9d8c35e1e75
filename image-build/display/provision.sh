#!/bin/bash
# Turns a Debian 12 system for arm64 into a screen of Felt. Runs as root inside that system: in the chroot
# of debian-arm64/build.sh, and from the stage for Raspberry Pi. The leaf's is ../provision.sh.
#
#   provision.sh FOLDER         FOLDER holds this script, common.sh, packages, root/ and systemd/
#   provision.sh --mounts ROOT  only ROOT/etc/fstab, where a builder writes that file after all else
#
# It may run again on the same system: nothing is added twice.
set -euo pipefail

FROM=${1:?usage: provision.sh FOLDER | --mounts ROOT}

HERE=$(dirname "${BASH_SOURCE[0]}")
# Beside this script in the image, among the sources in the folder above.
[[ -e $HERE/common.sh ]] || HERE=$HERE/..
# shellcheck source-path=SCRIPTDIR source=../common.sh
. "$HERE/common.sh"

install_files() {
  cp -R "$FROM/root/." /
  put felt-kiosk.service /usr/lib/systemd/system/felt-kiosk.service
  put kiosk.sh /usr/lib/felt/kiosk.sh 0755
  put kiosk-own.sh /usr/lib/felt/kiosk-own.sh
  put kiosk-pictures.sh /usr/lib/felt/kiosk-pictures.sh
  put system.conf /etc/systemd/system.conf.d/felt.conf
  mkdir -p /boot/firmware
  systemd-sysusers /usr/lib/sysusers.d/felt-display.conf
}

# The root of felt-wifi.service: places to mount at, and /usr with the old names of its folders.
make_wifi_root() {
  local root=/usr/share/felt/wifi name
  mkdir -p "$root"/{dev,etc/alternatives,proc,run,sys,tmp,usr,var/tmp}
  for name in bin lib lib64 sbin; do
    if [[ -L /$name ]]; then ln -sfn "usr/$name" "$root/$name"; fi
  done
}

set_services() {
  switch_on felt-kiosk.service felt-settings.service felt-wifi.service felt-wifi-page.socket \
    felt-wifi-save.path
  # What joins networks of its own, or writes down what is made anew at each start.
  switch_off wpa_supplicant.service bluetooth.service hciuart.service ModemManager.service \
    systemd-rfkill.service systemd-rfkill.socket systemd-machine-id-commit.service \
    systemd-firstboot.service
  systemctl --root=/ set-default multi-user.target
}

# The card is only read: a screen is switched off by its plug.
READ_ONLY=(/ /boot/firmware)

[[ $(id -u) == 0 ]] || fail 'must run as root inside the image'
if [[ $FROM == --mounts ]]; then
  mount_read_only "${2:?usage: provision.sh --mounts ROOT}" "${READ_ONLY[@]}"
  exit
fi
[[ -d $FROM/systemd ]] || fail "$FROM/systemd is missing"
install_packages
install_files
make_wifi_root
name_it felt-screen
ln -sfn /etc/machine-id /var/lib/dbus/machine-id
mount_read_only / "${READ_ONLY[@]}"
set_services
clean
say 'provisioned as a screen'
