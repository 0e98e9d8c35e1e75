#!/bin/sh
# The image has no machine-id; PID 1 makes one at the first boot, in memory, over the empty file. It is
# kept, because the network and the journal go by it: the one moment in which the root file system is
# written. In a mount namespace of its own: for all others it stays as it is.
set -eu
id=$(cat /etc/machine-id)
umount /etc/machine-id
mount -o remount,rw none /
trap 'mount -o remount,ro none /' EXIT
# In place, because others have a mount on it. Cut off, it is empty still, and made at the next boot.
echo "$id" >/etc/machine-id
sync /etc/machine-id
