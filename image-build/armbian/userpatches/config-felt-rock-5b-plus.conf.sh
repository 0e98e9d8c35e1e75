#!/bin/bash
# Radxa Rock 5B+: ./compile.sh felt-rock-5b-plus
# shellcheck disable=SC2034 # Armbian reads these variables

declare -g BOARD=rock-5b-plus
declare -g BRANCH=vendor
# shellcheck source-path=SCRIPTDIR source=felt.sh
source "${USERPATCHES_PATH:-${SRC}/userpatches}/felt.sh"
