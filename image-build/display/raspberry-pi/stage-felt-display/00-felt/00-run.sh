#!/bin/bash -e
# pi-gen: outside the image, with its root file system at ROOTFS_DIR and this folder as the current one.
mkdir -p "$ROOTFS_DIR/opt/felt-provision"
cp -R files/. "$ROOTFS_DIR/opt/felt-provision/"
on_chroot <<'CHROOT'
/opt/felt-provision/provision.sh /opt/felt-provision
rm -rf /opt/felt-provision
CHROOT

BOOT=$ROOTFS_DIR/boot/firmware
install -m 0644 files/felt-display.txt "$BOOT/felt-display.txt"
# The root file system stays as small as it is, and the console is silent.
sed -i -E 's# (init=/usr/lib/raspberrypi-sys-mods/firstboot|resize|quiet|console=tty1)\b##g' "$BOOT/cmdline.txt"
sed -i "s/\$/ ro $(<files/cmdline)/" "$BOOT/cmdline.txt"
# The graphics driver takes its memory of Linux's own (cma), 128 of 512 MB: a picture of 1080p has 8 MB.
# One picture at a time; no Bluetooth; a television that is switched on later is spoken to all the same.
cat >>"$BOOT/config.txt" <<'CONFIG'

[all]
dtoverlay=vc4-kms-v3d,cma-128
dtparam=watchdog=on
dtoverlay=disable-bt
disable_overscan=1
disable_splash=1
gpu_mem=16
CONFIG
