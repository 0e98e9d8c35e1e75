#!/bin/bash
# The plain Debian image for arm64 machines with UEFI, and the same with what its test needs.
#
#   build.sh CACHE LEAF SEQUENCE [test]
#
# CACHE: folder for what is kept between builds, and for the result felt-leaf-debian-arm64.img (or
# felt-leaf-debian-arm64-test.img). LEAF: the executable for linux-arm64, SEQUENCE: its number.
# Runs as root on Debian 12, on any architecture: programs for arm64 run by qemu-user. Which archive it
# takes the packages from is what this machine's apt is configured for.
set -euo pipefail
shopt -s inherit_errexit

CACHE=$(realpath -m "${1:?usage: build.sh CACHE LEAF SEQUENCE [test]}")
LEAF=$(realpath "${2:?LEAF}")
SEQUENCE=${3:?SEQUENCE}
KIND=${4:-product}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
IMAGE_BUILD=$(dirname "$HERE")
# shellcheck source=/dev/null
SUITE=$(. /etc/os-release && echo "$VERSION_CODENAME")
ESP_MIB=96
SPARE_MIB=64

# shellcheck source-path=SCRIPTDIR source=../disk.sh
. "$IMAGE_BUILD/disk.sh"

[[ $(id -u) == 0 ]] || fail 'must run as root: it makes a root file system'
mkdir -p "$CACHE"

# All that takes minutes and seldom changes: Debian with the packages, as a tar by their names.
base() {
  local key tar
  key=$(cat "$IMAGE_BUILD/packages" "$HERE/packages" "$HERE/dpkg.cfg" "$HERE/initramfs-modules" | sha256sum | cut -c1-12)
  tar=$CACHE/base-$SUITE-$key.tar
  if [[ ! -s $tar ]]; then
    say "making the base system (some minutes): $tar"
    rm -f "$CACHE"/base-*.tar
    base_system "$tar" "$HERE/dpkg.cfg" "$HERE/initramfs-modules" "$IMAGE_BUILD/packages" "$HERE/packages"
  fi
  echo "$tar"
}

# The same with what lets the test look inside.
base_of_test() {
  local key tar root more
  key=$({ echo "$1"; cat "$HERE/test/packages"; } | sha256sum | cut -c1-12)
  tar=$CACHE/test-$SUITE-$key.tar
  if [[ ! -s $tar ]]; then
    say "adding the packages of the test: $tar"
    rm -f "$CACHE"/test-*.tar
    root=$WORK/test
    IFS=, read -ra more <<<"$(packages "$HERE/test/packages")"
    mkdir "$root"
    tar -xpf "$1" -C "$root"
    cp --remove-destination -L /etc/resolv.conf "$root/etc/resolv.conf"
    in_root "$root" apt-get -qq update >&2
    in_root "$root" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
      "${more[@]}" >&2
    in_root "$root" apt-get clean
    tar -C "$root" --numeric-owner -cpf "$CACHE/new.tar" .
    mv "$CACHE/new.tar" "$tar"
    rm -rf --one-file-system "$root"
  fi
  echo "$tar"
}

provision() {
  local root=$1 folder=$1/run/felt-provision
  mkdir -p "$folder"
  cp -R "$IMAGE_BUILD"/{packages,common.sh,provision.sh,root} "$IMAGE_BUILD/../systemd" "$folder"
  cp "$LEAF" "$folder/felt-leaf"
  chmod 0755 "$folder/felt-leaf"
  echo "$SEQUENCE" >"$folder/felt-leaf.sequence"
  echo 'LABEL=felt-root / ext4 ro,noatime 0 1' >"$root/etc/fstab"
  in_root "$root" /run/felt-provision/provision.sh /run/felt-provision >&2
}

run_arm64
WORK=$(mktemp -d "$CACHE/work.XXXXXX")
trap 'rm -rf --one-file-system "$WORK"' EXIT
BASE=$(base)
if [[ $KIND == test ]]; then BASE=$(base_of_test "$BASE"); fi
ROOT=$WORK/root
mkdir "$ROOT"
tar -xpf "$BASE" -C "$ROOT"
provision "$ROOT"
OPTIONS='root=LABEL=felt-root ro quiet panic=10 console=tty0'
NAME=felt-leaf-debian-arm64
if [[ $KIND == test ]]; then
  cp -R "$HERE/test/root/." "$ROOT/"
  in_root "$ROOT" systemctl --root=/ enable felt-test-tpm.service
  OPTIONS="${OPTIONS/quiet /} console=ttyAMA0 systemd.journald.forward_to_console=1"
  NAME=$NAME-test
fi
rm -rf "$ROOT"/run/* "$ROOT"/etc/apt/sources.list "$ROOT"/etc/apt/sources.list.d/*
make_esp "$ROOT" "$WORK/esp" Felt "$OPTIONS"
make_image "$ROOT" "$WORK" "$CACHE/$NAME.img"
