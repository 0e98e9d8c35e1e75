#!/bin/bash
# Called by Armbian inside the image, with userpatches/overlay at /tmp/overlay (prepare.sh fills it).
#
#   customize-image.sh RELEASE LINUXFAMILY BOARD BUILD_DESKTOP
set -euo pipefail

RELEASE=$1
[[ $RELEASE == bookworm ]] || { echo "Felt's image is made of Debian 12 (bookworm), not of $RELEASE" >&2; exit 1; }

/tmp/overlay/provision.sh /tmp/overlay

# Armbian asks whoever signs in first for a password and makes an account: nobody signs in here.
rm -f /root/.not_logged_in_yet
