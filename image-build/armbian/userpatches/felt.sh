#!/bin/bash
# What the configurations of all boards share. Sourced by Armbian's compile.sh.
# shellcheck disable=SC2034 # Armbian reads these variables

declare -g RELEASE=bookworm
declare -g BUILD_MINIMAL=yes
declare -g BUILD_DESKTOP=no
declare -g KERNEL_CONFIGURE=no
declare -g NETWORKING_STACK=systemd-networkd
declare -g IMAGE_PARTITION_TABLE=gpt
declare -g ROOTFS_TYPE=ext4
declare -g EXTRA_ROOTFS_MIB_SIZE=128
declare -g COMPRESS_OUTPUTIMAGE=sha,xz

# Armbian writes its fstab anew after customize-image.sh: the mounts go in here.
function format_partitions__felt_mounts() {
	display_alert "Felt" "root file system only read, data volume" "info"
	bash "${USERPATCHES_PATH:-${SRC}/userpatches}/overlay/provision.sh" --mounts "${SDCARD}"
}
