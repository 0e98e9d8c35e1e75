#!/bin/bash
# Raspberry Pi 5: ./compile.sh felt-rpi5b
# shellcheck disable=SC2034 # Armbian reads these variables

declare -g BOARD=rpi5b
declare -g BRANCH=current
# shellcheck source-path=SCRIPTDIR source=felt.sh
source "${USERPATCHES_PATH:-${SRC}/userpatches}/felt.sh"
