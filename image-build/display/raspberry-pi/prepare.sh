#!/bin/bash
# Puts what provision.sh needs into a checkout of pi-gen (its branch for arm64), for the screens' image.
#
#   prepare.sh PI_GEN    then, in PI_GEN: ./build.sh -c config
set -euo pipefail

PI_GEN=$(realpath "${1:?usage: prepare.sh PI_GEN}")
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FILES=$PI_GEN/stage-felt-display/00-felt/files

[[ -x $PI_GEN/build.sh ]] || { echo "prepare.sh: $PI_GEN is no checkout of pi-gen" >&2; exit 1; }
cp -R "$HERE/stage-felt-display" "$HERE/config" "$PI_GEN/"
# The image of stage2 alone is of no use here.
touch "$PI_GEN/stage2/SKIP_IMAGES"
mkdir -p "$FILES"
cp -R "$HERE"/../{packages,provision.sh,root,cmdline,felt-display.txt} "$HERE/../../common.sh" \
  "$HERE/../../../systemd" "$FILES/"
