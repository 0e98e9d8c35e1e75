#!/bin/sh
# /usr/lib/felt/kiosk.sh: what a screen does all day. It finds the leaf, shows this screen's page of it
# in the browser, and looks whether that page lives. Plain sh, as the processor and the memory are small.
#
# The page's heartbeat is seen from outside: it says something to the leaf every 5 s, and the kernel
# counts that (ss). A page that hangs says nothing but the pongs of its browser, one in 30 s.
set -eu

HERE=$(dirname "$0")
RUN=${RUNTIME_DIRECTORY:-/run/felt-kiosk}        # the picture, while there is no page to show
TOLD=${FELT_DISPLAY_RUN:-/run/felt-display}      # what felt-display.txt says (settings.sh)
WIFI=${FELT_WIFI_RUN:-/run/felt-wifi}            # how joining the Wi-Fi goes (wifi.sh)
SYS=${FELT_SYS:-/sys}
LOOK_S=${FELT_LOOK_S:-20}     # between two looks at the page
SEARCH_S=${FELT_SEARCH_S:-3}  # between two looks for the leaf
QUIET_LOOKS=2                 # of a page that says nothing any more, until it is started anew
START_LOOKS=6                 # of one that has said nothing yet: a browser starts slowly off a card
LOST_LOOKS=3                  # of a leaf that does not answer, until it is looked for elsewhere
# A browser takes more memory from day to day: anew once a day, but not while a clock runs. Within a
# look a running clock speaks LOOK_S times, and a screen at rest twice.
NIGHT_LOOKS=${FELT_NIGHT_LOOKS:-3600}
REST_WORDS=8

browser=
shows=

# shellcheck source-path=SCRIPTDIR source=kiosk-pictures.sh
. "$HERE/kiosk-pictures.sh"

say() { echo "$*"; systemd-notify "STATUS=$*" || true; }
alive() { systemd-notify WATCHDOG=1 || true; }

# The same on every start, and on no other screen: of the processor's serial number, else of the first
# network card, else of the machine-id. Nobody can tell the number from it.
node_id() {
  for place in "$SYS/firmware/devicetree/base/serial-number" \
    "$SYS"/class/net/e*/address "$SYS"/class/net/w*/address /etc/machine-id; do
    if [ -s "$place" ]; then
      { printf 'felt-display:'; tr -d '\000\n' <"$place"; } | sha256sum | cut -c1-8 | sed 's/^/screen-/'
      return
    fi
  done
}

# Nothing of it is to be kept; a polite signal is lost where it has only just begun to start.
stop_browser() {
  [ -z "$browser" ] || { kill -KILL "$browser" && wait "$browser"; } 2>/dev/null || true
  browser='' shows=''
}
trap stop_browser EXIT
trap 'exit 0' TERM INT
# What is waited for ends sooner when the browser does.
trap : CHLD
pause() { sleep "$1" & wait $! || true; }

# show URL: in the browser, which is started anew only for another one.
show() {
  [ "$shows" = "$1" ] && kill -0 "$browser" 2>/dev/null && return
  stop_browser
  # A page that crashes takes the browser with it: what is not there is started anew. It is the only
  # page: none is kept for going back to, and no process waits for another one (32 of 235 MB here).
  ${FELT_BROWSER:-cog --platform=wl --webprocess-failure=exit --bg-color=#16161f --doc-viewer
    --enable-page-cache=false} "$1" &
  browser=$! shows=$1
}

told() { sed -n "s/^$1=//p" "$TOLD/settings" 2>/dev/null || true; }
wifi() {
  state=$(cat "$WIFI/state" 2>/dev/null || true)
  if [ "$state" != OPEN ] && [ -z "$(told NETWORK)" ]; then echo NO_SETTINGS; else echo "$state"; fi
}
address() { ip -4 -o addr show scope global | awk '{ sub("/.*", "", $4); print $4; exit }'; }

# Every leaf in the network, one a line: NAME ADDRESS:PORT.
leaves() {
  timeout 10 avahi-browse --terminate --resolve --parsable --no-db-lookup _felt._tcp 2>/dev/null |
    awk -F';' '$1 == "=" && $3 == "IPv4" && !seen[$7]++ { print $7, $8 ($9 == 80 ? "" : ":" $9) }' || true
}

answers() { curl --silent --fail --max-time 4 --output /dev/null "http://$1/health"; }

# Where the leaf is: its address, or the name of the picture that says why there is none.
find_leaf() {
  if [ "$(wifi)" = OPEN ]; then echo OPEN; return; fi
  wish=$(told LEAF)
  all=$(leaves)
  if [ -n "$wish" ]; then
    found=$(echo "$all" | awk -v wish="$wish" '$1 == wish { print $2 }')
    # Not announced here (another network): it may answer all the same.
    found=${found:-$wish}
    if answers "$found"; then echo "$found"; else echo NO_SUCH_LEAF; fi
  elif [ -n "$(told PROBLEM)" ]; then echo SETTINGS
  elif [ -z "$(address)" ]; then echo NO_NETWORK
  elif [ -z "$all" ]; then echo NO_LEAF
  elif [ "$(echo "$all" | wc -l)" -gt 1 ]; then echo SEVERAL_LEAVES
  else echo "$all" | cut -d' ' -f2
  fi
}

# Segments with something in them that the page sent to the leaf, and got from it: two numbers.
words() {
  host=${1%:*} port=${1##*:}
  [ "$port" != "$1" ] || port=80
  ss --no-header --tcp --numeric --info state established "dst $host and dport = :$port" | awk '
    { for (i = 1; i <= NF; i++) { split($i, part, ":")
        if (part[1] == "data_segs_out") out += part[2]
        if (part[1] == "data_segs_in") into += part[2] } }
    END { print out + 0, into + 0 }'
}

# Stays with a leaf while its page lives; comes back where it is to be looked for again.
watch() {
  leaf=$1 quiet=0 lost=0 looks=0 out=0 into=0 most=$START_LOOKS
  show "http://$leaf/display/$(node_id)"
  say "shows http://$leaf"
  while pause "$LOOK_S"; do
    kill -0 "$browser" 2>/dev/null || { say 'the browser has ended'; exit 1; }
    before=$out heard=$into looks=$((looks + 1))
    words "$leaf" >"$RUN/words"
    read -r out into <"$RUN/words"
    if ! answers "$leaf"; then
      # What is on the screen stays, with its age: the page itself says that the leaf is away.
      lost=$((lost + 1)) quiet=0
      [ "$lost" -lt "$LOST_LOOKS" ] || { now=$(find_leaf); moved "$now" "$leaf" && return; }
    elif [ $((out - before)) -ge 2 ] || [ "$out" -lt "$before" ]; then
      lost=0 quiet=0 most=$QUIET_LOOKS
    else
      lost=0 quiet=$((quiet + 1))
      [ "$quiet" -lt "$most" ] || { say 'the page says nothing'; exit 1; }
    fi
    if [ "$looks" -ge "$NIGHT_LOOKS" ] && [ "$quiet$lost" = 00 ] && [ $((into - heard)) -lt "$REST_WORDS" ]; then
      say 'a new day: the browser is started anew'
      exit 0
    fi
    alive
  done
}

# Is another leaf there instead of the lost one? Its address is one, the name of a picture is none.
moved() { case $1 in *.*) [ "$1" != "$2" ] ;; *) false ;; esac; }

# A leaf that nobody named is taken when two looks agree: a second one may be heard a moment later.
agreed() { [ -n "$(told LEAF)" ] || [ "$1" = "$seen" ]; }

systemd-notify --ready || true
seen=
while :; do
  found=$(find_leaf)
  case $found in
    *.*) if agreed "$found"; then watch "$found"; else seen=$found; fi ;;
    *)
      seen=
      picture "$found" >"$RUN/picture.new"
      mv "$RUN/picture.new" "$RUN/picture.html"
      show "file://$RUN/picture.html"
      say "$found"
      ;;
  esac
  alive
  pause "$SEARCH_S"
done
