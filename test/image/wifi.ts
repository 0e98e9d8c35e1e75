import type { Machine } from './machine.ts';
import { until } from './machine.ts';
import { mustBe, mustSay } from './steps.ts';

const NETWORK = 'Club Poker';
const PASSWORD = 'four aces!';
const JOIN_MS = 3 * 60_000;
const OPEN_MS = 5 * 60_000;
const CARD = '/boot/firmware/felt-display.txt';

const VENUE = `network={
  ssid="${NETWORK}"
  psk="${PASSWORD}"
  mode=2
  frequency=2412
  key_mgmt=WPA-PSK
  proto=RSN
  pairwise=CCMP
}`;

/** The venue's router; its own address counts for nobody, as it is in the same machine. */
const ROUTER = `[Match]
Name=wlan1
[Network]
DHCPServer=yes
LinkLocalAddressing=no
[Address]
Address=192.168.78.1/24
Scope=link
[DHCPServer]
EmitDNS=no`;

/** Three radios that are in the kernel alone: the screen's, the venue's, and that of a phone, which is a network of its own. */
export const openWifi = async ({ out }: Machine): Promise<void> => {
  await out('mkdir -p /run/systemd/network');
  await out(`cat >/run/systemd/network/60-venue.network <<'END'\n${ROUTER}\nEND`);
  await out('networkctl reload && modprobe mac80211_hwsim radios=3 && udevadm settle');
  await out(`cat >/run/venue.conf <<'END'\n${VENUE}\nEND`);
  await out('systemd-run --unit test-venue wpa_supplicant -D nl80211 -i wlan1 -c /run/venue.conf');
  await out('ip netns add phone');
  await out('iw phy "$(cat /sys/class/net/wlan2/phy80211/name)" set netns name phone');
};

const stateOf = ({ out }: Machine): Promise<string> => out('cat /run/felt-wifi/state');

/** @returns once the screen says so of its Wi-Fi; after how long, in words. */
const says = async (machine: Machine, state: string, withinMs: number): Promise<string> => {
  const isSo = async () => (await stateOf(machine)) === state;
  const ms = await until(`the Wi-Fi says ${state}`, isSo, withinMs);
  return `${state} after ${Math.round(ms / 1000)} s`;
};

/**
 * As if felt-display.txt said so.
 * @param keep other lines of it.
 */
export const joins = async (
  machine: Machine,
  {
    network = NETWORK,
    password = PASSWORD,
    keep,
    state,
  }: {
    readonly network?: string;
    readonly password?: string;
    readonly keep: string;
    readonly state: string;
  },
): Promise<string> => {
  const { out } = machine;
  const lines = [`NETWORK=${network}`, `PASSWORD=${password}`, 'COUNTRY=DK', keep].join('\n');
  await out(`cat >/run/felt-display.txt <<'END'\n${lines}\nEND`);
  await out('/usr/lib/felt/settings.sh /run/felt-display.txt && systemctl restart felt-wifi');
  return says(machine, state, JOIN_MS);
};

/** By the venue's DHCP, over the air. */
export const getsAddress = async ({ out }: Machine): Promise<string> => {
  const address = () => out('ip -4 -o addr show dev wlan0 scope global');
  const isThere = async () => (await address()).includes(' 192.168.78.');
  const ms = await until('an address by Wi-Fi', isThere, JOIN_MS);
  return `its address after ${Math.round(ms / 1000)} s more`;
};

/** What a phone does that has read the screen's picture: joins, asks for an address, opens the page. */
const phoneJoins = async ({ out }: Machine): Promise<void> => {
  const own = (key: string) => out(`sed -n 's/^${key}=//p' /run/felt-wifi/own`);
  const [name, password] = [await own('NAME'), await own('PASSWORD')];
  const shown = async () => (await out('cat /run/felt-kiosk/picture.html')).includes(name);
  await until('its picture', shown, JOIN_MS);
  const lines = `network={\n ssid="${name}"\n psk="${password}"\n key_mgmt=WPA-PSK\n}`;
  await out(`cat >/run/phone.conf <<'END'\n${lines}\nEND`);
  const phone = 'ip netns exec phone';
  await out('systemctl stop test-phone 2>/dev/null; ip -n phone addr flush dev wlan2 || true');
  await out(
    `systemd-run --collect --unit test-phone ${phone} wpa_supplicant -D nl80211 -i wlan2 -c /run/phone.conf`,
  );
  await out(`${phone} /usr/lib/klibc/bin/ipconfig -t 90 -c dhcp wlan2`, JOIN_MS);
  mustSay('lease', await out('ip -n phone -4 addr show wlan2'), /inet 192\.168\.77\./u);
};

/** Chooses the venue's Wi-Fi of the page's list. */
const tells = async ({ out }: Machine, password: string): Promise<void> => {
  const curl = 'ip netns exec phone curl --silent --fail --max-time 60';
  const page = await out(`${curl} http://192.168.77.1/`);
  const hex = Buffer.from(NETWORK).toString('hex');
  mustSay('the page', page, new RegExp(`value="${hex}"`, 'u'));
  const key = /name="key" value="([0-9a-f]+)"/u.exec(page)?.[1] ?? '';
  const fields = { key, network: hex, password, country: 'dk' };
  const data = new URLSearchParams(fields).toString();
  mustSay('answer', await out(`${curl} -d '${data}' http://192.168.77.1/join`), /Joining/u);
};

/** No cable and no Wi-Fi: it opens one, a phone tells it a wrong password, then the right one. */
export const isToldByPhone = async (machine: Machine): Promise<string> => {
  const { out } = machine;
  await out(': >/run/nothing && /usr/lib/felt/settings.sh /run/nothing && ip link set eth0 down');
  // As after power-on: nothing has given it an address yet, and no page is on the screen.
  await out('systemctl stop felt-wifi && rm -f /run/felt-wifi/right && systemctl start felt-wifi');
  await out('systemctl restart felt-kiosk');
  const opened = await says(machine, 'OPEN', OPEN_MS);
  await phoneJoins(machine);
  await tells(machine, 'five aces!');
  const isBack = async () =>
    (await stateOf(machine)) === 'OPEN' &&
    (await out('cat /run/felt-wifi/own')).includes('REASON=WRONG_PASSWORD');
  const again = await until('it is open again, with its reason', isBack, OPEN_MS);
  await phoneJoins(machine);
  await tells(machine, PASSWORD);
  const joined = await says(machine, 'JOINED', JOIN_MS);
  const address = await getsAddress(machine);
  mustSay(
    'the card',
    await out(`cat ${CARD}`),
    new RegExp(`NETWORK=${NETWORK}\nPASSWORD=${PASSWORD}`, 'u'),
  );
  mustBe('the card is only read', await out(`touch ${CARD} 2>/dev/null || echo ro`), 'ro');
  mustBe('failed units', await out('systemctl --failed --plain --no-legend'), '');
  await out('ip link set eth0 up');
  return `${opened}; a wrong password: open again after ${Math.round(again / 1000)} s; ${joined}, ${address}`;
};
