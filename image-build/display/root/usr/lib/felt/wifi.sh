#!/bin/sh
# The Wi-Fi of a screen. It joins the one of felt-display.txt; where neither that nor a cable gives an
# address, it opens one of its own, in which a phone tells it the right one (wifi-own.sh, wifi-page.sh).
# How that goes is noted in words, for the picture on the screen:
#   NO_DEVICE JOINING NOT_FOUND WRONG_PASSWORD JOINED OPEN
set -eu

HERE=$(dirname "$0")
CONF=${CREDENTIALS_DIRECTORY:?}/wifi.conf
RUN=${RUNTIME_DIRECTORY:?}
SYS=${FELT_SYS:-/sys}
TICK_S=${FELT_WIFI_TICK_S:-5}
# In ticks. A Wi-Fi of which nothing is heard for 20 s is said not to be there: wpa_supplicant tells that to
# its control socket alone. It looks every 5 s.
SILENT_TICKS=4
# Of no address: where nobody has told a Wi-Fi, a cable is waited for; a router takes its time after a power
# cut; who has just told one stands before the screen.
CABLE_TICKS=6 TRY_TICKS=24 AGAIN_TICKS=10
# Of its own Wi-Fi, where it knows another: without, and with a phone in it.
OPEN_TICKS=36 MOST_TICKS=180

state() { cat "$RUN/state" 2>/dev/null || true; }
note() { echo "$1" >"$RUN/state.new"; chmod 0644 "$RUN/state.new"; mv "$RUN/state.new" "$RUN/state"; echo "$1"; }

card_of() {
  for one in "$SYS"/class/net/*/phy80211; do
    [ -e "$one" ] || continue
    basename "$(dirname "$one")"
    return
  done
}

# Wi-Fi or cable, it is the right one once it has given an address: from then on it is only waited for,
# and what is on the screen stays there.
now_right() { cksum <"$CONF" >"$RUN/right"; }
was_right() { [ "$(cat "$RUN/right" 2>/dev/null)" = "$(cksum <"$CONF")" ]; }
is_told() { grep -q '^network={' "$CONF"; }
has_address() { ip -4 -o addr show scope global | grep -qv " $OWN/"; }

# begin CONF: what wpa_supplicant says comes line by line (or it would come in blocks of 4 KiB) to 3, between
# the ticks of a clock.
begin() {
  stdbuf --output=L wpa_supplicant -D nl80211 -i "$card" -c "$1" >&3 2>&1 &
  supplicant=$!
}
# What has ended but was not waited for has no program any more.
runs() { [ -e "/proc/$supplicant/exe" ]; }
end() {
  kill "$supplicant" 2>/dev/null || true
  wait "$supplicant" 2>/dev/null || true
  supplicant=
  # What it still said concerns nobody.
  echo ended >&3
  while read -r line <&3 && [ "$line" != ended ]; do :; done
}

# Comes back where there is no luck: with its reason as the state.
join() {
  limit=$TRY_TICKS silent=0 ticks=0
  [ ! -e "$RUN/own" ] || limit=$AGAIN_TICKS
  note JOINING
  begin "$CONF"
  while read -r line <&3; do
    case $line in
      tick)
        runs || exit 1
        silent=$((silent + 1)) ticks=$((ticks + 1))
        [ "$silent" -lt "$SILENT_TICKS" ] || [ "$(state)" != JOINING ] || note NOT_FOUND
        if has_address; then
          [ "$(state)" != JOINED ] || now_right
          ticks=0
        fi
        [ "$ticks" -lt "$limit" ] || was_right || break
        ;;
      *'Trying to '*) silent=0; [ "$(state)" != NOT_FOUND ] || note JOINING ;;
      *CTRL-EVENT-CONNECTED*) note JOINED ;;
      *reason=WRONG_KEY* | *'pre-shared key may be incorrect'*) note WRONG_PASSWORD ;;
      *CTRL-EVENT-DISCONNECTED*) [ "$(state)" != JOINED ] || note JOINING ;;
    esac
  done
  end
}

# A cable may come, and with it an address: then nothing is to be opened.
wait_for_cable() {
  ticks=0
  while read -r line <&3; do
    ticks=$((ticks + 1))
    if has_address; then now_right; fi
    [ "$ticks" -lt "$CABLE_TICKS" ] || was_right || return 0
  done
}

# shellcheck source-path=SCRIPTDIR source=wifi-own.sh
. "$HERE/wifi-own.sh"

supplicant='' ticker=''
trap 'kill $supplicant $ticker 2>/dev/null || true' EXIT
trap 'exit 0' TERM INT
rm -f "$RUN/said"
mkfifo "$RUN/said"
exec 3<>"$RUN/said"
while sleep "$TICK_S"; do echo tick; done >&3 &
ticker=$!

# A driver may be late, or a device plugged in.
card=$(card_of)
while [ -z "$card" ]; do
  [ "$(state)" = NO_DEVICE ] || note NO_DEVICE
  read -r line <&3
  card=$(card_of)
done
rm -f "$RUN/state"
while :; do
  if is_told; then join; else wait_for_cable; fi
  open_own
done
