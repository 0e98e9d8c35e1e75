# shellcheck shell=sh
# /usr/lib/felt/kiosk-pictures.sh: what a screen shows while it has no page of a leaf. One picture for
# each word of find_leaf, and for each of the Wi-Fi (wifi.sh) and of felt-display.txt (settings.sh):
# what is wrong, and what an installer does about it. Read by kiosk.sh.

# shellcheck disable=SC2153 # HERE is kiosk.sh's
# shellcheck source-path=SCRIPTDIR source=kiosk-own.sh
. "$HERE/kiosk-own.sh"

# Letters that would be markup are shown as they are.
plain() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

# The first line says what is wrong, those below what to do.
words_of() {
  network=$(told NETWORK)
  case $1 in
    NO_LEAF) cat <<'TEXT' ;;
Looking for Felt …
No Felt answers in this network.
Is the board of Felt switched on, and in the same network as this screen?
A network for guests often keeps its devices apart: take another one.
TEXT
    NO_SUCH_LEAF) cat <<TEXT ;;
$(told LEAF) does not answer
felt-display.txt on the memory card names this leaf. Is it switched on, and in the same network?
Take the line LEAF=… out to show whatever leaf is there.
TEXT
    SEVERAL_LEAVES) cat <<TEXT ;;
There is more than one Felt here
Write one of these lines into felt-display.txt on the memory card:
$(leaves | sed 's/\([^ ]*\) \(.*\)/LEAF=\1    (\2)/')
TEXT
    NO_NETWORK) no_network ;;
    SETTINGS) settings_problem ;;
    OPEN) own_words ;;
  esac
}

no_network() {
  case $(wifi) in
    NO_SETTINGS) cat <<'TEXT' ;;
This screen has no network
Put its memory card into a computer and write the Wi-Fi into felt-display.txt:
NETWORK=name of the Wi-Fi
PASSWORD=its password
COUNTRY=two letters, as DE or US
TEXT
    NO_DEVICE) cat <<'TEXT' ;;
This screen has no Wi-Fi
No Wi-Fi device was found. Plug in a network cable, or another device.
TEXT
    WRONG_PASSWORD) cat <<TEXT ;;
The Wi-Fi refuses the password
Correct PASSWORD=… of "$network" in felt-display.txt on the memory card. Capitals count.
TEXT
    NOT_FOUND) cat <<TEXT ;;
The Wi-Fi "$network" is not here
Is its name in felt-display.txt written exactly so? Is it on, and near enough?
Most small screens hear 2.4 GHz only.
TEXT
    JOINED) cat <<TEXT ;;
The Wi-Fi "$network" gives no address
This screen has joined it and waits for its router (DHCP).
TEXT
    *) cat <<'TEXT' ;;
Joining the network …
TEXT
  esac
}

settings_problem() {
  problem=$(told PROBLEM)
  line=${problem#* }
  echo 'felt-display.txt has a mistake'
  case ${problem%% *} in
    LINE) echo "Line $line is no KEY=value." ;;
    KEY) echo "Line $line: the keys are NETWORK, PASSWORD, COUNTRY and LEAF." ;;
    TWICE) echo "Line $line: this key is there twice." ;;
    TOO_LONG) echo 'It is longer than a page: is it the right file?' ;;
    NETWORK) echo 'NETWORK: the name of a Wi-Fi has 1 to 32 letters.' ;;
    NETWORK_MISSING) echo 'There is a PASSWORD, but no NETWORK.' ;;
    PASSWORD) echo 'PASSWORD: 8 to 63 plain letters, digits and signs; none for an open Wi-Fi.' ;;
    COUNTRY) echo 'COUNTRY: two capitals, as DE or US. The Wi-Fi needs it.' ;;
    LEAF) echo 'LEAF: a name as felt-2.local, or an address as 192.168.1.20.' ;;
  esac
  echo 'Put the memory card into a computer, correct the file, and start this screen again.'
}

# The whole picture; it looks by itself whether there is a newer one.
picture() {
  cat <<'HEAD'
<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>Felt</title>
<style>
html { height: 100%; background: #16161f; color: #cdd6f4; font: 2.6vw/1.4 "DejaVu Sans", sans-serif; cursor: none }
body { height: 100%; margin: 0; padding: 0 10vw; display: flex; flex-direction: column; justify-content: center; overflow: hidden }
h1 { margin: 0 0 3vh; font-size: 5vw; line-height: 1.15; color: #f5f5f5 }
p { margin: 0 0 1.6vh }
footer { position: absolute; left: 10vw; bottom: 5vh; font-size: 1.8vw; color: #b2b8cf }
</style><body>
HEAD
  words_of "$1" | plain | sed '1s/.*/<h1>&<\/h1>/; 2,$s/.*/<p>&<\/p>/'
  [ "$1" != OPEN ] || own_codes
  here=$(address)
  printf '<footer>%s · %s</footer>\n' "$(node_id)" "${here:-no address}"
}
