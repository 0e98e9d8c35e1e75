#!/bin/bash
# The plain Debian image of a screen for arm64 machines with UEFI, and the same with what its test needs.
#
#   build.sh CACHE [test]
#
# CACHE: folder for what is kept between builds, and for the result felt-display-debian-arm64.img (or
# felt-display-debian-arm64-test.img). Runs as root on Debian 12, on any architecture.
set -euo pipefail
shopt -s inherit_errexit

CACHE=$(realpath -m "${1:?usage: build.sh CACHE [test]}")
KIND=${2:-product}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DISPLAY_BUILD=$(dirname "$HERE")
# shellcheck source=/dev/null
SUITE=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2034 # for disk.sh
ESP_MIB=96 SPARE_MIB=64
# shellcheck source-path=SCRIPTDIR source=../../disk.sh
. "$HERE/../../disk.sh"

[[ $(id -u) == 0 ]] || fail 'must run as root: it makes a root file system'
mkdir -p "$CACHE"

# All that takes minutes and seldom changes: Debian with the packages, as a tar by their names.
base() {
  local lists=("$DISPLAY_BUILD/packages" "$HERE/packages") modules=$HERE/../../debian-arm64/initramfs-modules
  local key tar
  [[ $KIND == test ]] && lists+=("$HERE/test/packages")
  key=$(cat "${lists[@]}" "$HERE/dpkg.cfg" "$modules" | sha256sum | cut -c1-12)
  tar=$CACHE/display-$KIND-$SUITE-$key.tar
  if [[ ! -s $tar ]]; then
    say "making the base system of a screen (some minutes): $tar"
    rm -f "$CACHE/display-$KIND"-*.tar
    base_system "$tar" "$HERE/dpkg.cfg" "$modules" "${lists[@]}"
  fi
  echo "$tar"
}

provision() {
  local root=$1 folder=$1/run/felt-provision
  mkdir -p "$folder"
  cp -R "$DISPLAY_BUILD"/{packages,provision.sh,root} "$DISPLAY_BUILD/../common.sh" \
    "$DISPLAY_BUILD/../../systemd" "$folder"
  printf '%s\n' 'LABEL=felt-root / ext4 ro,noatime 0 1' \
    'LABEL=FELT-EFI /boot/firmware vfat ro,noatime,umask=0077 0 2' >"$root/etc/fstab"
  in_root "$root" /run/felt-provision/provision.sh /run/felt-provision >&2
}

run_arm64
WORK=$(mktemp -d "$CACHE/work.XXXXXX")
trap 'rm -rf --one-file-system "$WORK"' EXIT
BASE=$(base)
ROOT=$WORK/root
mkdir "$ROOT"
tar -xpf "$BASE" -C "$ROOT"
provision "$ROOT"
OPTIONS="root=LABEL=felt-root ro panic=10 $(cat "$DISPLAY_BUILD/cmdline")"
NAME=felt-display-debian-arm64
if [[ $KIND == test ]]; then
  cp -R "$HERE/test/root/." "$ROOT/"
  OPTIONS="${OPTIONS/quiet /} console=ttyAMA0 systemd.journald.forward_to_console=1"
  NAME=$NAME-test
fi
rm -rf "$ROOT"/run/* "$ROOT"/etc/apt/sources.list "$ROOT"/etc/apt/sources.list.d/*
make_esp "$ROOT" "$WORK/esp" 'Felt screen' "$OPTIONS"
mcopy -i "$WORK/esp" "$DISPLAY_BUILD/felt-display.txt" ::/felt-display.txt
make_image "$ROOT" "$WORK" "$CACHE/$NAME.img"
