#!/bin/bash
# Orange Pi 5 Plus: ./compile.sh felt-orangepi5-plus
# shellcheck disable=SC2034 # Armbian reads these variables

declare -g BOARD=orangepi5-plus
declare -g BRANCH=vendor
# shellcheck source-path=SCRIPTDIR source=felt.sh
source "${USERPATCHES_PATH:-${SRC}/userpatches}/felt.sh"
