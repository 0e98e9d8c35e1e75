#!/bin/bash -e
# pi-gen: outside the image, with its root file system at ROOTFS_DIR and this folder as the current one.
mkdir -p "$ROOTFS_DIR/opt/felt-provision"
cp -R files/. "$ROOTFS_DIR/opt/felt-provision/"
on_chroot <<'CHROOT'
/opt/felt-provision/provision.sh /opt/felt-provision
rm -rf /opt/felt-provision
CHROOT

# The root file system stays as small as it is: the rest of the card is the data volume. And Linux with
# pages of 4 KiB, as on every machine that the executable has been tried on.
sed -i -E 's# (init=/usr/lib/raspberrypi-sys-mods/firstboot|resize|quiet)\b##g; s/$/ ro/' \
  "$ROOTFS_DIR/boot/firmware/cmdline.txt"
printf '\n[all]\nkernel=kernel8.img\ndtparam=watchdog=on\n' >>"$ROOTFS_DIR/boot/firmware/config.txt"
