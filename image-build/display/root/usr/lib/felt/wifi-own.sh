# shellcheck shell=sh
# /usr/lib/felt/wifi-own.sh: the Wi-Fi that a screen opens where it has no network. Read by wifi.sh. It leaves
#   own        NAME=, PASSWORD=, REASON=: for the picture and for the page
#   networks   what was heard before: NAME in hexadecimal, tab, "locked" or "open"
#   country    the letters that most of those say they stand in

# The screen's address in it, which wifi.sh counts as none (70-felt-own.network); an address of no venue, or it would not be open.
# shellcheck disable=SC2034
OWN=192.168.77.1
MOST_NETWORKS=24
LOOK_S=${FELT_WIFI_LOOK_S:-8}

random() { head -c 4096 /dev/urandom | LC_ALL=C tr -dc "$1" | head -c "$2"; }

# Of what iw has heard: strength, name, lock and country. iw writes what is no plain letter as \xNN. Names
# that cannot stand in felt-display.txt are left out, as are those that ask for more than a password.
heard() {
  LC_ALL=C awk '
    BEGIN { for (i = 32; i < 127; i++) hex[sprintf("%c", i)] = sprintf("%02x", i) }
    function name_of(text, all, part) {
      all = ""
      while (text != "") {
        if (substr(text, 1, 2) == "\\x") { part = tolower(substr(text, 3, 2)); text = substr(text, 5) }
        else { part = hex[substr(text, 1, 1)]; text = substr(text, 2) }
        if (part < "20" || part == "7f") return ""
        all = all part
      }
      return all ~ /^20|20$/ ? "" : all
    }
    function told() { if (name != "" && !more) print signal "\t" name "\t" lock "\t" country; name = "" }
    /^BSS / { told(); signal = -100; lock = "open"; country = "-"; more = 0 }
    /^\tsignal: / { signal = $2 + 0 }
    /^\tSSID: / { name = name_of(substr($0, 8)) }
    /^\tcapability: .*Privacy/ || /^\tRSN:/ || /^\tWPA:/ { lock = "locked" }
    /Authentication suites:/ && !/PSK/ { more = 1 }
    /^\tCountry: [A-Z][A-Z]/ { country = $2 }
    END { told() }'
}

# One antenna: what there is has to be heard before it speaks itself. A card with many channels does not
# come to an end in that time: the near ones come first.
look_around() {
  # shellcheck disable=SC2154 # of wifi.sh
  ip link set dev "$card" up || true
  iw dev "$card" scan trigger || true
  sleep "$LOOK_S"
  iw dev "$card" scan abort 2>/dev/null || true
  iw dev "$card" scan dump >"$RUN/scan" || true
  heard <"$RUN/scan" | sort -rn >"$RUN/heard"
  awk -F'\t' '!seen[$2]++ { print $2 "\t" $3 }' "$RUN/heard" | head -n "$MOST_NETWORKS" >"$RUN/networks"
  awk -F'\t' '$4 != "-" && ++count[$4] > most { most = count[$4]; best = $4 } END { print best }' \
    "$RUN/heard" >"$RUN/country"
  rm -f "$RUN/scan" "$RUN/heard"
}

# The same name and password until the next start: a phone that knows it comes back by itself.
name_own() {
  [ -e "$RUN/own" ] ||
    printf 'NAME=Felt screen %s\nPASSWORD=%s\n' "$(random 0-9a-f 4)" "$(random a-hjkmnp-z2-9 10)" >"$RUN/own"
  sed -i '/^REASON=/d' "$RUN/own"
  echo "REASON=$1" >>"$RUN/own"
}
own() { sed -n "s/^$1=//p" "$RUN/own"; }

own_conf() {
  cat <<CONF
network={
  ssid="$(own NAME)"
  psk="$(own PASSWORD)"
  mode=2
  frequency=2437
  key_mgmt=WPA-PSK
  proto=RSN
  pairwise=CCMP
}
CONF
}

# Comes back where there is a cable, or where the Wi-Fi that it knows is to be tried again. Who tells it
# another starts all of this anew (wifi-save.sh).
open_own() {
  ticks=0 phones=0
  look_around
  name_own "$(state)"
  (umask 077 && own_conf >"$RUN/own.conf")
  chmod 0644 "$RUN/own" "$RUN/networks" "$RUN/country"
  begin "$RUN/own.conf"
  note OPEN
  while read -r line <&3; do
    case $line in
      tick)
        runs || exit 1
        ticks=$((ticks + 1))
        ! has_address || break
        ! is_told || [ "$ticks" -lt "$OPEN_TICKS" ] || { [ "$phones" -gt 0 ] && [ "$ticks" -lt "$MOST_TICKS" ]; } || break
        ;;
      *AP-STA-CONNECTED*) phones=$((phones + 1)) ;;
      *AP-STA-DISCONNECTED*) phones=$((phones - 1)) ;;
    esac
  done
  end
  rm -f "$RUN/state"
}
