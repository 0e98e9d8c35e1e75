#!/bin/sh
# Hands chrony the time servers that the venue's own network offers by DHCP: where nothing else may be
# asked, they are all there is. networkd notes them and tells nobody; Debian's chrony hears of them from
# dhclient and NetworkManager alone. The file is the one that sd-network reads for those who ask.
set -eu

NOTED=${FELT_NETIF:-/run/systemd/netif/state}
SOURCES=${RUNTIME_DIRECTORY:?}/felt.sources

# One a line. Whatever is no address and no name (the network says it, whoever it is) is left out.
offered() {
  sed -n 's/^NTP=//p' "$NOTED" 2>/dev/null | tr ' ' '\n' |
    LC_ALL=C sed -n 's/^[0-9A-Za-z][0-9A-Za-z:.-]\{1,252\}$/server & iburst/p'
}

offered >"$SOURCES.new"
if cmp -s "$SOURCES.new" "$SOURCES"; then
  rm "$SOURCES.new"
  exit
fi
mv "$SOURCES.new" "$SOURCES"
# One that does not run yet reads them as it starts.
chronyc reload sources || true
