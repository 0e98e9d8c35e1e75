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
# shellcheck disable=SC2016 # what stands in $1 is for the hooks
base() {
  local lists=("$DISPLAY_BUILD/packages" "$HERE/packages") modules=$HERE/../../debian-arm64/initramfs-modules
  local key tar
  [[ $KIND == test ]] && lists+=("$HERE/test/packages")
  key=$(cat "${lists[@]}" "$HERE/dpkg.cfg" "$modules" | sha256sum | cut -c1-12)
  tar=$CACHE/display-$KIND-$SUITE-$key.tar
  if [[ ! -s $tar ]]; then
    say "making the base system of a screen (some minutes): $tar"
    rm -f "$CACHE/display-$KIND"-*.tar
    sources | mmdebstrap --quiet --architectures=arm64 --variant=minbase --mode=root \
      --include="$(packages "${lists[@]}")" \
      --aptopt='APT::Install-Recommends "false"' \
      --dpkgopt="$HERE/dpkg.cfg" \
      --setup-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"' \
      --setup-hook="cp '$modules' \"\$1/etc/initramfs-tools/modules\"" \
      --setup-hook='printf "MODULES=list\nCOMPRESS=zstd\nRESUME=none\n" >"$1/etc/initramfs-tools/conf.d/felt"' \
      "$SUITE" "$tar.new.tar" - >&2
    mv "$tar.new.tar" "$tar"
  fi
  echo "$tar"
}

provision() {
  local root=$1 folder=$1/run/felt-provision
  mkdir -p "$folder"
  cp -R "$DISPLAY_BUILD/packages" "$DISPLAY_BUILD/provision.sh" "$DISPLAY_BUILD/root" \
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
make_root "$ROOT" "$WORK/rootfs" felt-root
make_disk "$WORK/esp" "$WORK/rootfs" "$CACHE/$NAME.img.new"
mv "$CACHE/$NAME.img.new" "$CACHE/$NAME.img"
say "$CACHE/$NAME.img: $(du -m --apparent-size "$CACHE/$NAME.img" | cut -f1) MiB"
