import type { Machine } from './machine.ts';
import { until } from './machine.ts';

const NETWORK = 'Club Poker';
const PASSWORD = 'four aces!';
const JOIN_MS = 3 * 60_000;

const VENUE = `network={
  ssid="${NETWORK}"
  psk="${PASSWORD}"
  mode=2
  frequency=2412
  key_mgmt=WPA-PSK
  proto=RSN
  pairwise=CCMP
}`;

/** Two radios that are in the kernel alone: the first is the screen's, the other one the venue's. */
export const openWifi = async ({ out }: Machine): Promise<void> => {
  await out('modprobe mac80211_hwsim radios=2 && udevadm settle');
  await out(`cat >/run/venue.conf <<'END'\n${VENUE}\nEND`);
  await out('systemd-run --unit test-venue wpa_supplicant -D nl80211 -i wlan1 -c /run/venue.conf');
};

/**
 * As if felt-display.txt said so.
 * @param keep other lines of it.
 * @returns once the screen says `state` of it; after how long, in words.
 */
export const joins = async (
  { out }: Machine,
  {
    password = PASSWORD,
    keep,
    state,
  }: {
    readonly password?: string;
    readonly keep: string;
    readonly state: string;
  },
): Promise<string> => {
  const lines = [`NETWORK=${NETWORK}`, `PASSWORD=${password}`, 'COUNTRY=DK', keep].join('\n');
  await out(`cat >/run/felt-display.txt <<'END'\n${lines}\nEND`);
  await out('/usr/lib/felt/settings.sh /run/felt-display.txt && systemctl restart felt-wifi');
  const ms = await until(
    `the Wi-Fi says ${state}`,
    async () => (await out('cat /run/felt-wifi/state')) === state,
    JOIN_MS,
  );
  return `${state} after ${Math.round(ms / 1000)} s`;
};
