#!/bin/bash -e
# pi-gen: this stage goes on from the one before.
if [[ ! -d $ROOTFS_DIR ]]; then
  copy_previous
fi
