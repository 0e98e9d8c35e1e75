#!/bin/sh
# The page on which a phone tells a screen its Wi-Fi, while the screen has one of its own open (wifi-own.sh).
# One request on standard input, one answer on standard output: a process for each, which can reach
# nothing (felt-wifi-page@.service). What was told and makes sense is left in $ASKED/request, for wifi-save.sh.
set -eu
export LC_ALL=C

HERE=$(dirname "$0")
WIFI=${FELT_WIFI_RUN:-/run/felt-wifi}
ASKED=${FELT_ASKED:-/run/felt-asked}
OWN=192.168.77.1
MOST_BYTES=1024 MOST_HEADERS=64

CR=$(printf '\r')
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT

own() { sed -n "s/^$1=//p" "$WIFI/own"; }
plain() { sed "s/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/\"/\&quot;/g; s/'/\&#39;/g"; }
# Only who has seen the page knows it: another page's form sends none, or a wrong one.
key() { own PASSWORD | sha256sum | cut -c1-32; }

# answer STATUS [HEADER]: what comes on standard input.
answer() {
  cat >"$TMP/body"
  printf 'HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %s\r\n' "$1" "$(wc -c <"$TMP/body")"
  printf '%s\r\n' "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" \
    'X-Content-Type-Options: nosniff' 'Referrer-Policy: no-referrer' 'Cache-Control: no-store' 'Connection: close' ${2:+"$2"} ''
  cat "$TMP/body"
}

head_of_page() {
  cat <<'HTML'
<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Felt</title>
<style>
:root { color-scheme: dark }
body { margin: 0 auto; max-width: 30rem; padding: 1.25rem; background: #16161f; color: #cdd6f4; font: 1.0625rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.2; color: #f5f5f5 }
p { margin: 0 0 1rem }
[role=alert] { padding: .75rem 1rem; border-radius: .5rem; background: #5c2230; color: #fff }
fieldset { margin: 0 0 1rem; padding: 0; border: 0 }
legend, .name { display: block; margin-bottom: .25rem; font-weight: 600; color: #f5f5f5 }
.one { display: flex; align-items: center; gap: .75rem; min-height: 48px; border-bottom: 1px solid #3a3a4c }
.one small { margin-left: auto; color: #a6adc8 }
input[type=radio] { width: 24px; height: 24px; flex: none; margin: 0; accent-color: #89b4fa }
input:not([type=radio]), button { box-sizing: border-box; width: 100%; min-height: 48px; margin-bottom: 1rem; border: 1px solid #6c7086; border-radius: .5rem; padding: 0 .75rem; background: #1e1e2e; color: inherit; font: inherit }
button { border: 0; background: #89b4fa; color: #11111b; font-weight: 700 }
:focus-visible { outline: 3px solid #f9e2af; outline-offset: 2px }
</style>
HTML
}

# words STATUS TITLE TEXT: a page of a few words, and the end.
words() {
  title=$(printf %s "$2" | plain)
  { head_of_page; printf '<h1>%s</h1><p>%s</p>\n' "$title" "$3"; } | answer "$1"
  exit 0
}

why() {
  case $(own REASON) in
    WRONG_PASSWORD) echo 'The Wi-Fi has refused the password. Capitals count.' ;;
    NOT_FOUND) echo 'The Wi-Fi that was told was not found. Is it on, and near enough?' ;;
    JOINED) echo 'The Wi-Fi was joined, but it gave no address.' ;;
    JOINING) echo 'The Wi-Fi that was told does not answer.' ;;
  esac
}

problem() {
  case $1 in
    NETWORK*) echo 'Choose a Wi-Fi, or write its name (32 letters at most).' ;;
    PASSWORD) echo 'The password has 8 to 63 plain letters, digits and signs.' ;;
    COUNTRY) echo 'The country is two letters, as DE or US.' ;;
    *) echo 'That cannot be understood. Please try again.' ;;
  esac
}

# Names are whatever a neighbour calls his Wi-Fi: shown as they are, sent back in hexadecimal.
choices() {
  awk -F'\t' '
    BEGIN { for (i = 0; i < 256; i++) byte[sprintf("%02x", i)] = sprintf("%c", i)
      byte["26"] = "&amp;"; byte["3c"] = "&lt;"; byte["3e"] = "&gt;"; byte["22"] = "&quot;"; byte["27"] = "&#39;" }
    { name = ""
      for (i = 1; i < length($1); i += 2) name = name byte[substr($1, i, 2)]
      printf "<label class=\"one\"><input type=\"radio\" name=\"network\" value=\"%s\"><bdi>%s</bdi>%s</label>\n", $1, name, $2 == "open" ? "<small>no password</small>" : "" }' \
    "$WIFI/networks"
}

# page [PROBLEM]
page() {
  said=${1:+$(problem "$1")}
  said=${said:-$(why)}
  head_of_page
  printf '<h1>%s</h1><p>Which Wi-Fi shall it join?</p>\n' "$(own NAME | plain)"
  [ -z "$said" ] || printf '<p role="alert">%s</p>\n' "$said"
  printf '<form method="post" action="/join"><input type="hidden" name="key" value="%s"><fieldset><legend>Wi-Fi</legend>\n' "$(key)"
  choices
  cat <<'HTML'
<label class="one"><input type="radio" name="network" value="other" checked> Another one:</label></fieldset>
<label><span class="name">Its name, if it is not in the list</span><input name="name" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
<label><span class="name">Password</span><input name="password" maxlength="63" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
HTML
  printf '<label><span class="name">Country, two letters</span><input name="country" maxlength="2" autocomplete="country" autocapitalize="characters" value="%s"></label>\n<button>Join</button></form>\n' \
    "$(head -c 2 "$WIFI/country" | tr -dc '[:upper:]')"
}

refuse() { page "$1" | answer '400 Bad Request'; exit 0; }

# The fields of a form as lines of felt-display.txt; nothing where they are none.
told() {
  KEY=$(key) awk '
    BEGIN { for (i = 0; i < 256; i++) byte[sprintf("%02x", i)] = sprintf("%c", i); RS = "&" }
    function bad() { wrong = 1; exit 1 }
    function letter(code) { if (!(code in byte) || code < "20" || code == "7f") bad(); return byte[code] }
    function plain(text, all, at) {
      gsub(/\+/, " ", text)
      all = ""
      while ((at = index(text, "%")) > 0) {
        all = all substr(text, 1, at - 1) letter(tolower(substr(text, at + 1, 2)))
        text = substr(text, at + 3)
      }
      return all text
    }
    function named(hex, all, i) {
      all = ""
      for (i = 1; i <= length(hex); i += 2) all = all letter(substr(hex, i, 2))
      return all
    }
    /[\001-\037\177]/ { bad() }
    { at = index($0, "="); name = substr($0, 1, at - 1); if (!at || name in field) bad()
      field[name] = plain(substr($0, at + 1)) }
    END {
      if (wrong || field["key"] != ENVIRON["KEY"]) exit 1
      network = field["network"]
      print "NETWORK=" (network == "other" || network == "" ? field["name"] : named(network))
      if (field["password"] != "") print "PASSWORD=" field["password"]
      print "COUNTRY=" toupper(field["country"])
    }'
}

join() {
  case $length in '' | *[!0-9]*) refuse FORM ;; esac
  if [ "${#length}" -gt 4 ] || [ "$length" -gt "$MOST_BYTES" ]; then
    words '413 Content Too Large' 'Too long' 'That is no form of this page.'
  fi
  head -c "$length" | tr '\000' '\001' >"$TMP/form"
  [ "$(wc -c <"$TMP/form")" -eq "$length" ] || refuse FORM
  told <"$TMP/form" >"$TMP/told" || refuse FORM
  [ -s "$TMP/told" ] || refuse FORM
  # The same eyes as those that read the card at the next start.
  FELT_DISPLAY_RUN=$TMP/run "$HERE/settings.sh" "$TMP/told"
  wrong=$(sed -n 's/^PROBLEM=//p' "$TMP/run/settings")
  [ -z "$wrong" ] || refuse "$wrong"
  chosen=$(sed -n 's/^NETWORK=//p' "$TMP/told")
  hex=$(printf %s "$chosen" | od -An -v -tx1 | tr -d ' \n')
  if grep -q "^$hex	locked$" "$WIFI/networks" && ! grep -q '^PASSWORD=' "$TMP/told"; then refuse PASSWORD; fi
  # Whole or not at all.
  cp "$TMP/told" "$ASKED/request.$$"
  mv "$ASKED/request.$$" "$ASKED/request"
  words '200 OK' "Joining $chosen" 'Look at the screen. Where it does not succeed, its own Wi-Fi opens again after a minute, and it says why.'
}

method='' path='' host='' length='' headers=0
read -r method path line || exit 0
while IFS= read -r line; do
  line=${line%"$CR"}
  [ -n "$line" ] || break
  headers=$((headers + 1))
  [ "$headers" -le "$MOST_HEADERS" ] || words '431 Request Header Fields Too Large' 'Too long' 'That is no request of a browser.'
  case $line in
    [Hh][Oo][Ss][Tt]:*) host=$(printf %s "${line#*:}" | tr -d ' \t') ;;
    [Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll][Ee][Nn][Gg][Tt][Hh]:*) length=$(printf %s "${line#*:}" | tr -d ' \t') ;;
  esac
done
[ "$(cat "$WIFI/state" 2>/dev/null)" = OPEN ] || words '503 Service Unavailable' 'Closed' 'This screen has a network, and is told nothing here.'
case $method:$host:$path in
  "GET:$OWN:/") page | answer '200 OK' ;;
  "POST:$OWN:/join") join ;;
  # Whatever a phone asks for to see whether there is an internet, it gets the page.
  GET:*) answer '302 Found' "Location: http://$OWN/" </dev/null ;;
  POST:*) words '403 Forbidden' 'Not from here' "Open http://$OWN in the browser." ;;
  *) words '405 Method Not Allowed' 'Not so' "Open http://$OWN in the browser." ;;
esac
