#!/bin/bash
# Makes a Debian machine that is there already run a leaf as a board does: as a service without rights,
# watched, and updated by signed releases. Touches nothing else of it: name, firewall, clock and
# network stay as they are (image-build/provision.sh makes a board of a whole system).
#
#   install.sh LEAF     as root; LEAF is felt-leaf-linux-x64 or -arm64, from npm run build
#
# It may run again: units are renewed, and what is installed stays. Releases after the first one come
# by felt-leaf update.
set -euo pipefail

HERE=$(dirname "$(readlink -f "$0")")
RELEASES=/opt/felt
CONFIG=/etc/felt/leaf.conf

say() { echo "felt: $*"; }
fail() { say "$*" >&2; exit 1; }

# What tells older from newer, as the executable says it of itself.
sequence_of() {
  "$1" --version --json | sed -n 's/^ *"sequence": *\([0-9][0-9]*\),*$/\1/p' | head -n 1
}

# Without root keys an executable knows nobody whose release it would take.
takes_updates() {
  ! "$1" --version --json | grep -Eq '"rootKeys": *\[\]'
}

install_units() {
  local unit
  for unit in felt-leaf.service felt-rollback.service felt-update.path felt-update.service \
    felt-update-prepare.service felt-disk.service felt-disk.timer; do
    install -m 0644 "$HERE/$unit" "/etc/systemd/system/$unit"
  done
  install -D -m 0755 "$HERE/rollback.sh" /usr/lib/felt/rollback.sh
  install -D -m 0755 "$HERE/disk.sh" /usr/lib/felt/disk.sh
  install -D -m 0644 "$HERE/sysusers.conf" /usr/lib/sysusers.d/felt.conf
  systemd-sysusers /usr/lib/sysusers.d/felt.conf
  # The units name it.
  [[ ! -e $HERE/../README.md ]] || install -D -m 0644 "$HERE/../README.md" /usr/share/doc/felt/README.md
}

# Readable for the leaf, and for nobody else: tokens may stand in it.
write_config() {
  [[ ! -e $CONFIG ]] || return 0
  install -D -m 0640 -o root -g felt /dev/stdin "$CONFIG" <<'CONF'
# Settings of this machine's leaf; `felt-leaf --help` names them all.
FELT_PORT=8080
FELT_DATA=/var/lib/felt/leaf
CONF
}

# Of an update nothing is left where no release can be run; which keys were revoked stays known.
state_with() {
  echo STATE=idle
  grep -Es '^(CONFIRMED_SEQUENCE|MIN_SEQUENCE|KEYS_ISSUED)=' "$RELEASES/state" ||
    echo "CONFIRMED_SEQUENCE=$1"
}

# As at the first boot of a board: whole or not at all, and the link last. Also where the link leads to
# what is gone.
install_first() {
  local leaf=$1 sequence=$2 folder=$RELEASES/releases/$2
  [[ ! -x $RELEASES/current/felt-leaf ]] || return 0
  install -d -m 0755 "$folder"
  # Of whatever was there before: what is put in now says nothing of itself.
  rm -f "$folder/release.json"
  install -m 0555 "$leaf" "$folder/felt-leaf.new"
  sync "$folder/felt-leaf.new"
  mv "$folder/felt-leaf.new" "$folder/felt-leaf"
  state_with "$sequence" >"$RELEASES/state.new"
  sync "$RELEASES/state.new" "$folder"
  mv "$RELEASES/state.new" "$RELEASES/state"
  ln -sfn "releases/$sequence" "$RELEASES/current.new"
  mv -T "$RELEASES/current.new" "$RELEASES/current"
  sync "$RELEASES"
}

LEAF=${1-}
[[ $# == 1 ]] || fail 'usage: install.sh LEAF'
[[ $(id -u) == 0 ]] || fail 'this needs the rights of root'
[[ -d /run/systemd/system ]] || fail 'systemd does not run here'
[[ -x $LEAF ]] || fail "$LEAF is no executable: npm run build makes it"
SEQUENCE=$(sequence_of "$LEAF") || fail "$LEAF does not run on this machine"
[[ $SEQUENCE ]] || fail "$LEAF is no leaf that npm run build has made"

install_units
write_config
# /media/felt: for sticks that get backups.
install -d -m 0755 /var/lib/felt /media/felt "$RELEASES/releases"
install_first "$LEAF" "$SEQUENCE"
# The one that runs, also after an update.
ln -sfn "$RELEASES/current/felt-leaf" /usr/local/bin/felt-leaf
systemctl daemon-reload
systemctl enable --quiet felt-leaf.service felt-update.path felt-disk.timer
systemctl start felt-disk.timer felt-update.path felt-leaf.service ||
  fail 'the leaf did not start: journalctl -u felt-leaf says why'
takes_updates "$RELEASES/current/felt-leaf" ||
  say 'it was built without FELT_ROOT_KEYS: it runs, and takes no updates'
command -v smartctl >/dev/null ||
  say 'how worn an NVMe disk is stays unknown: apt install smartmontools, whose own smartd nothing here needs'
say "the leaf runs with $(readlink "$RELEASES/current"), settings in $CONFIG"
