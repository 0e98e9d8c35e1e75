#!/bin/sh
# Before the leaf starts: the folders of the data volume and, at the first boot, the executable that
# came with the image as the first release. Runs at each boot, and finds nothing to do at most.
set -eu

# Elsewhere in tests.
DATA=${FELT_DATA_VOLUME:-/data}
FACTORY=${FELT_FACTORY:-/usr/lib/felt}/felt-leaf
SETTINGS=${FELT_SETTINGS:-/usr/share/felt/leaf.conf}

folder() { install -d -m "$2" -o "$3" -g "$3" "$DATA/$1"; }

folder felt 0755 root
folder felt/leaf 0700 felt
folder opt 0755 root
folder opt/releases 0755 root
folder etc 0755 root
folder journal 0755 root
folder chrony 0750 _chrony

# put FILE MODE GROUP PLACE: whole or not at all, so under another name until it is on the disk.
put() {
  install -m "$2" -o root -g "$3" "$1" "$4.new"
  sync "$4.new"
  mv "$4.new" "$4"
  sync "$(dirname "$4")"
}

# Readable for the leaf, and for nobody else: tokens may stand in it.
[ -s "$DATA/etc/leaf.conf" ] || put "$SETTINGS" 0640 felt "$DATA/etc/leaf.conf"

# A link to what is gone is rollback.sh's to mend: the state beside it knows which keys were revoked.
if [ ! -L "$DATA/opt/current" ]; then
  sequence=$(cat "$FACTORY.sequence")
  release="$DATA/opt/releases/$sequence"
  mkdir -p "$release"
  put "$FACTORY" 0555 root "$release/felt-leaf"
  printf 'STATE=idle\nCONFIRMED_SEQUENCE=%s\n' "$sequence" >"$DATA/opt/state.new"
  sync "$DATA/opt/state.new" "$DATA/opt/releases"
  mv "$DATA/opt/state.new" "$DATA/opt/state"
  ln -sfn "releases/$sequence" "$DATA/opt/current.new"
  mv -T "$DATA/opt/current.new" "$DATA/opt/current"
  sync "$DATA/opt"
fi
