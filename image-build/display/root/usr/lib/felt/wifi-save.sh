#!/bin/sh
# Writes what a phone has told (wifi-page.sh) where it lasts: into felt-display.txt on the memory card, which
# is writable for this moment and this process alone. Cut off at any step, the old file is there or the new
# one: whole, since it gets its name when it is on the card, and the place of the old one is free only after that.
set -eu

CARD=${FELT_CARD:-/boot/firmware}
ASKED=${FELT_ASKED:-/run/felt-asked}
HERE=$(dirname "$0")
FILE=$CARD/felt-display.txt
MOST_BYTES=512

umask 077
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT

problem() { FELT_DISPLAY_RUN=$TMP/run "$HERE/settings.sh" "$1" && sed -n 's/^PROBLEM=//p' "$TMP/run/settings"; }

# Not through a link, and not more than there can be.
: >"$TMP/told"
dd if="$ASKED/request" of="$TMP/told" iflag=nofollow,fullblock bs="$((MOST_BYTES + 1))" count=1 status=none || true
rm -f "$ASKED/request"
if [ "$(wc -c <"$TMP/told")" -gt "$MOST_BYTES" ] || [ -n "$(problem "$TMP/told")" ] ||
  ! grep -q '^NETWORK=' "$TMP/told"; then
  echo 'that is no Wi-Fi: nothing is written' >&2
  exit 1
fi

# What else the file says stays; where it had a mistake, nothing of it does.
: >"$TMP/new"
[ ! -e "$FILE" ] || LC_ALL=C sed -E '1s/^\xef\xbb\xbf//; /^[ \t]*(NETWORK|PASSWORD|COUNTRY)[ \t]*=/d' "$FILE" >"$TMP/new"
[ ! -s "$TMP/new" ] || [ -z "$(tail -c 1 "$TMP/new")" ] || echo >>"$TMP/new"
cat "$TMP/told" >>"$TMP/new"
[ -z "$(problem "$TMP/new")" ] || cp "$TMP/told" "$TMP/new"

mount -o remount,rw none "$CARD"
trap 'rm -rf "$TMP"; mount -o remount,ro none "$CARD"' EXIT
# Held open, the old file keeps its place on the card until the new one has the name.
[ ! -e "$FILE" ] || exec 3<"$FILE"
cp "$TMP/new" "$FILE.new"
sync "$FILE.new"
mv "$FILE.new" "$FILE"
sync --file-system "$CARD"
exec 3<&-
