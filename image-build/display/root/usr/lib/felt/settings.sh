#!/bin/sh
# Reads felt-display.txt, which an installer writes on the memory card from any computer, and leaves
#   settings   NETWORK=, LEAF=, or PROBLEM=code and line: for the pictures; without the password
#   wifi.conf  what wpa_supplicant joins, for root alone; none where there is no network to join
# in /run/felt-display. A mistake is no reason to stop: it is shown on the screen.
set -eu

FILE=${1:-/boot/firmware/felt-display.txt}
TOLD=${FELT_DISPLAY_RUN:-/run/felt-display}
MOST_BYTES=4096

# Lines KEY=value of what counts; or PROBLEM=code and line, and nothing else. Windows' ends of lines,
# its mark at the beginning, and spaces at both ends are left out.
parsed() {
  [ -e "$FILE" ] || return 0
  [ "$(wc -c <"$FILE")" -le "$MOST_BYTES" ] || { echo 'PROBLEM=TOO_LONG'; return 0; }
  LC_ALL=C awk '
    function bad(code) { problem = code; exit }
    function outside(key, least, most) { return length(all[key]) < least || length(all[key]) > most }
    { sub(/^\357\273\277/, ""); gsub(/^[ \t]+|[ \t\r]+$/, "") }
    /^#/ || /^$/ { next }
    !/=/ { bad("LINE " NR) }
    { key = value = $0; sub(/[ \t]*=.*/, "", key); sub(/[^=]*=[ \t]*/, "", value) }
    key !~ /^(NETWORK|PASSWORD|COUNTRY|LEAF)$/ { bad("KEY " NR) }
    key in all { bad("TWICE " NR) }
    { all[key] = value }
    END {
      if (!problem) {
        if ("PASSWORD" in all && !("NETWORK" in all)) problem = "NETWORK_MISSING"
        else if ("NETWORK" in all && outside("NETWORK", 1, 32)) problem = "NETWORK"
        else if ("PASSWORD" in all && (outside("PASSWORD", 8, 63) || all["PASSWORD"] ~ /[^ -~]/)) problem = "PASSWORD"
        else if ("NETWORK" in all && all["COUNTRY"] !~ /^[A-Z][A-Z]$/) problem = "COUNTRY"
        else if ("LEAF" in all && all["LEAF"] !~ /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?$/) problem = "LEAF"
      }
      if (problem) print "PROBLEM=" problem
      else for (key in all) print key "=" all[key]
    }' "$FILE"
}

value() { sed -n "s/^$1=//p" "$TOLD/parsed"; }

# The name as bytes, since it may be written in any alphabet; the password between the outermost quotes.
wifi_conf() {
  echo 'update_config=0'
  echo "country=$(value COUNTRY)"
  echo 'network={'
  echo "  ssid=$(value NETWORK | tr -d '\n' | od -An -v -tx1 | tr -d ' \n')"
  # A network that keeps its name to itself is asked for by it.
  echo '  scan_ssid=1'
  if [ -n "$(value PASSWORD)" ]; then
    echo '  key_mgmt=WPA-PSK'
    # Not echo, which reads something else out of a backslash.
    printf '  psk="%s"\n' "$(value PASSWORD)"
  else
    echo '  key_mgmt=NONE'
  fi
  echo '}'
}

umask 077
mkdir -p "$TOLD"
chmod 0755 "$TOLD"
rm -f "$TOLD/wifi.conf"
parsed >"$TOLD/parsed"
[ -z "$(value NETWORK)" ] || wifi_conf >"$TOLD/wifi.conf"
(umask 022 && sed '/^PASSWORD=/d' "$TOLD/parsed" >"$TOLD/settings")
rm "$TOLD/parsed"
