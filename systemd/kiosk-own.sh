# shellcheck shell=sh
# /usr/lib/felt/kiosk-own.sh: the picture of a screen that has opened a Wi-Fi of its own (wifi-own.sh), with
# what a phone needs to join it. Read by kiosk-pictures.sh.

# shellcheck disable=SC2154 # WIFI and told are kiosk.sh's
own() { sed -n "s/^$1=//p" "$WIFI/own"; }

own_words() {
  network=$(told NETWORK)
  case $(own REASON) in
    WRONG_PASSWORD) printf 'The Wi-Fi "%s" refuses the password\n' "$network" ;;
    NOT_FOUND | JOINING) printf 'The Wi-Fi "%s" is not here\n' "$network" ;;
    JOINED) printf 'The Wi-Fi "%s" gives no address\n' "$network" ;;
    *) if [ -n "$(told PROBLEM)" ]; then settings_problem | head -n 1; else echo 'This screen has no network'; fi ;;
  esac
  echo 'Tell it the right Wi-Fi with a phone, plug in a cable, or write felt-display.txt on its memory card.'
}

# The drawing alone, which has no letter of anybody's in it.
qr() { qrencode --type SVG --margin 4 --output - -- "$1" | sed -n '/<svg/,$p'; }

own_codes() {
  cat <<'HEAD'
<style>
h1 { font-size: 4vw; margin-bottom: 1.5vh }
p { font-size: 2.2vw }
.own { display: flex; gap: 4vw; margin-top: 3vh }
.own div { display: flex; gap: 2vw; align-items: center; font-size: 2vw; white-space: nowrap }
.own svg { flex: none; width: 18vw; height: 18vw; background: #fff }
.own b { color: #f5f5f5 }
</style>
HEAD
  printf '<div class="own"><div>%s<span>1. Join<br><b>%s</b><br>Password<br><b>%s</b><br>Stay, though it<br>has no internet</span></div>' \
    "$(qr "WIFI:S:$(own NAME);T:WPA;P:$(own PASSWORD);;")" "$(own NAME | plain)" "$(own PASSWORD | plain)"
  printf '<div>%s<span>2. Open<br><b>http://192.168.77.1</b></span></div></div>\n' "$(qr http://192.168.77.1/)"
}
