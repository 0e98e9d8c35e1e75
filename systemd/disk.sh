#!/bin/bash
# Asks each NVMe disk for its health log (felt-disk.service), and leaves each answer whole or not at all
# where the leaf reads it: as JSON in /run/felt-disk/NAME.json, with how long this boot had lasted.
#
#   disk.sh [ROOT]     ROOT: of sys, proc and run, where these are not the machine's own
set -euo pipefail

ROOT=${1-}
TO=$ROOT/run/felt-disk

if ! command -v smartctl >/dev/null; then
  echo 'felt: how worn an NVMe disk is stays unknown here: apt install smartmontools'
  exit
fi

for disk in "$ROOT"/sys/block/nvme*; do
  name=${disk##*/}
  [[ $name =~ ^nvme[0-9]+n[0-9]+$ ]] || continue
  status=0
  answer=$(smartctl --json=c --attributes "/dev/$name") || status=$?
  # Its two lowest bits: there is no answer. The others tell of the disk (smartctl(8)).
  if (((status & 3) != 0)) || [[ $answer != \{*\} ]]; then
    echo "felt: $name says nothing of itself (smartctl ended with $status)"
    continue
  fi
  read -r uptime _ <"$ROOT/proc/uptime"
  printf '{"uptimeS":%s,"smart":%s}\n' "$uptime" "$answer" >"$TO/$name.json.new"
  mv "$TO/$name.json.new" "$TO/$name.json"
done
