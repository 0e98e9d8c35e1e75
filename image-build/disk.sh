#!/bin/bash
# What makes an image of a root file system for arm64 machines with UEFI. To be read with `.` by a
# build.sh that has set ESP_MIB, SPARE_MIB and SUITE.

say() { echo "image: $*" >&2; }
fail() { say "$*"; exit 1; }

# The kernel starts programs for arm64 by qemu-user, inside the chroot too (F: opened at registration).
run_arm64() {
  [[ $(uname -m) == aarch64 ]] && return
  local binfmt=/proc/sys/fs/binfmt_misc
  [[ -e $binfmt/register ]] || mount -t binfmt_misc binfmt_misc "$binfmt"
  [[ -e $binfmt/qemu-aarch64 ]] || update-binfmts --enable qemu-aarch64
  grep -q '^flags:.*F' "$binfmt/qemu-aarch64" || fail "$binfmt/qemu-aarch64 must be registered with F"
}

# What stands in $(…) is for apt.
# shellcheck disable=SC2016
sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT)' \
    'Origin: Debian' 'Created-By: Packages' | sort -u | grep -E "^deb [^ ]+ $SUITE"
}

packages() { sed 's/#.*//' "$@" | xargs | tr ' ' ','; }

# base_system TAR DPKG.CFG MODULES LIST...: Debian with the packages of these lists, as a tar.
# shellcheck disable=SC2016 # what stands in $1 is for the hooks
base_system() {
  local tar=$1 config=$2 modules=$3
  shift 3
  sources | mmdebstrap --quiet --architectures=arm64 --variant=minbase --mode=root \
    --include="$(packages "$@")" \
    --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt="$config" \
    --setup-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"' \
    --setup-hook="cp '$modules' \"\$1/etc/initramfs-tools/modules\"" \
    --setup-hook='printf "MODULES=list\nCOMPRESS=zstd\nRESUME=none\n" >"$1/etc/initramfs-tools/conf.d/felt"' \
    "$SUITE" "$tar.new.tar" - >&2
  mv "$tar.new.tar" "$tar"
}

# in_root ROOT COMMAND...: with /dev and /proc, which are gone with the command, whatever becomes of it.
# shellcheck disable=SC2016 # what stands in $1 is for the inner shell
in_root() {
  unshare --mount --propagation private bash -c 'set -e
    mount --rbind /dev "$1/dev"
    mount -t proc proc "$1/proc"
    exec chroot "$@"' in_root "$@"
}

# make_esp ROOT FILE TITLE OPTIONS: an EFI partition with the kernel on it, without mounting anything.
make_esp() {
  local root=$1 esp=$2 title=$3 options=$4 folder
  truncate -s "${ESP_MIB}M" "$esp"
  mkfs.vfat -F 32 -n FELT-EFI "$esp" >&2
  folder=$(mktemp -d)
  printf 'timeout 0\neditor no\n' >"$folder/loader.conf"
  printf 'title %s\nlinux /vmlinuz\ninitrd /initrd.img\noptions %s\n' "$title" "$options" >"$folder/felt.conf"
  mmd -i "$esp" ::/EFI ::/EFI/BOOT ::/loader ::/loader/entries
  mcopy -i "$esp" "$root/usr/lib/systemd/boot/efi/systemd-bootaa64.efi" ::/EFI/BOOT/BOOTAA64.EFI
  mcopy -i "$esp" "$folder/loader.conf" ::/loader/loader.conf
  mcopy -i "$esp" "$folder/felt.conf" ::/loader/entries/felt.conf
  mcopy -i "$esp" "$root"/boot/vmlinuz-* ::/vmlinuz
  mcopy -i "$esp" "$root"/boot/initrd.img-* ::/initrd.img
  rm -r "$folder"
  rm -f "$root"/boot/vmlinuz-* "$root"/boot/initrd.img-* "$root"/{vmlinuz,initrd.img}{,.old}
}

# make_root ROOT FILE LABEL
make_root() {
  local root=$1 file=$2 label=$3 used
  used=$(du -sm --apparent-size "$root" | cut -f1)
  truncate -s "$((used + used / 10 + SPARE_MIB))M" "$file"
  mke2fs -q -t ext4 -L "$label" -m 0 -E lazy_itable_init=1,nodiscard -J size=4 -d "$root" "$file" >&2
}

# make_disk ESP ROOT FILE
make_disk() {
  local esp=$1 root=$2 disk=$3 root_mib
  root_mib=$(($(stat -c %s "$root") / 1048576))
  rm -f "$disk"
  truncate -s "$((ESP_MIB + root_mib + 2))M" "$disk"
  sfdisk --quiet "$disk" <<PARTS
label: gpt
start=1MiB, size=${ESP_MIB}MiB, type=uefi, name=felt-efi
size=${root_mib}MiB, type=linux, name=felt-root
PARTS
  dd if="$esp" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
  dd if="$root" of="$disk" bs=1M seek="$((1 + ESP_MIB))" conv=notrunc,sparse status=none
}

# make_image ROOT WORK FILE: a root file system and the EFI partition WORK/esp as one file.
make_image() {
  local root=$1 work=$2 image=$3
  make_root "$root" "$work/rootfs" felt-root
  make_disk "$work/esp" "$work/rootfs" "$image.new"
  mv "$image.new" "$image"
  say "$image: $(du -m --apparent-size "$image" | cut -f1) MiB"
}
