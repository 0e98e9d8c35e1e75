#!/bin/bash
# Puts what provision.sh needs into Armbian's checkout.
#
#   prepare.sh ARMBIAN LEAF SEQUENCE    then, in ARMBIAN: ./compile.sh felt-orangepi5-plus
#                                       (felt-rock-5b-plus, felt-rpi5b)
set -euo pipefail

ARMBIAN=$(realpath "${1:?usage: prepare.sh ARMBIAN LEAF SEQUENCE}")
LEAF=$(realpath "${2:?LEAF}")
SEQUENCE=${3:?SEQUENCE}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OVERLAY=$ARMBIAN/userpatches/overlay

[[ -x $ARMBIAN/compile.sh ]] || { echo "prepare.sh: $ARMBIAN is no checkout of Armbian's build" >&2; exit 1; }
mkdir -p "$OVERLAY"
cp -R "$HERE/userpatches/." "$ARMBIAN/userpatches/"
cp -R "$HERE"/../{packages,common.sh,provision.sh,root} "$HERE/../../systemd" "$OVERLAY/"
install -m 0755 "$LEAF" "$OVERLAY/felt-leaf"
echo "$SEQUENCE" >"$OVERLAY/felt-leaf.sequence"
