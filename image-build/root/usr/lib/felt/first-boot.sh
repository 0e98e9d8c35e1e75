#!/bin/sh
# Before the leaf starts: the folders of the data volume and, at the first boot, the executable that
# came with the image as the first release. Runs at each boot, and finds nothing to do at most.
set -eu

DATA=/data
FACTORY=/usr/lib/felt/felt-leaf

folder() { install -d -m "$2" -o "$3" -g "$3" "$DATA/$1"; }

folder felt 0755 root
folder felt/leaf 0700 felt
folder opt 0755 root
folder opt/releases 0755 root
folder etc 0755 root
folder journal 0755 root
folder chrony 0750 _chrony

[ -e "$DATA/etc/leaf.conf" ] || cp /usr/share/felt/leaf.conf "$DATA/etc/leaf.conf"

# Whole or not at all: a copy is under another name until it is on the disk.
if [ ! -e "$DATA/opt/current" ]; then
  sequence=$(cat "$FACTORY.sequence")
  release="$DATA/opt/releases/$sequence"
  mkdir -p "$release"
  cp "$FACTORY" "$release/felt-leaf.new"
  chmod 0555 "$release/felt-leaf.new"
  sync "$release/felt-leaf.new"
  mv "$release/felt-leaf.new" "$release/felt-leaf"
  printf 'STATE=idle\nCONFIRMED_SEQUENCE=%s\n' "$sequence" >"$DATA/opt/state.new"
  sync "$DATA/opt/state.new" "$release"
  mv "$DATA/opt/state.new" "$DATA/opt/state"
  ln -sfn "releases/$sequence" "$DATA/opt/current.new"
  mv -T "$DATA/opt/current.new" "$DATA/opt/current"
  sync "$DATA/opt"
fi
