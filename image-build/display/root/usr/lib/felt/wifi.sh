#!/bin/sh
# Joins the Wi-Fi of felt-display.txt and notes in words how that goes, for the picture on the screen:
# NO_DEVICE, JOINING, NOT_FOUND, WRONG_PASSWORD, JOINED. wpa_supplicant goes on trying by itself.
set -eu

CONF=${CREDENTIALS_DIRECTORY:?}/wifi.conf
STATE=${RUNTIME_DIRECTORY:?}/state
SYS=${FELT_SYS:-/sys}

note() { echo "$1" >"$STATE.new"; chmod 0644 "$STATE.new"; mv "$STATE.new" "$STATE"; echo "$1"; }

device() {
  for one in "$SYS"/class/net/*/phy80211; do
    [ -e "$one" ] || continue
    basename "$(dirname "$one")"
    return
  done
}

card=$(device)
# A driver that is late is waited for by the next start of this service.
[ -n "$card" ] || { note NO_DEVICE; exit 1; }
note JOINING
# Line by line, or what it says would come in blocks of 4 KiB.
stdbuf --output=L wpa_supplicant -D nl80211 -i "$card" -c "$CONF" | while read -r line; do
  case $line in
    *CTRL-EVENT-CONNECTED*) note JOINED ;;
    *reason=WRONG_KEY* | *'pre-shared key may be incorrect'*) note WRONG_PASSWORD ;;
    *CTRL-EVENT-NETWORK-NOT-FOUND*) note NOT_FOUND ;;
    *CTRL-EVENT-DISCONNECTED*) [ "$(cat "$STATE")" != JOINED ] || note JOINING ;;
  esac
done
exit 1
