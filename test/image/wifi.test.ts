import { afterEach, describe, expect, test } from 'bun:test';
import { soon, startWifi, type Wifi } from './wifi-stage.ts';

const CONF = 'network={\n  ssid=436c7562\n}\n';
const ADDRESS = '3: wlan0    inet 10.0.0.9/24 brd 10.0.0.255 scope global dynamic wlan0\n';
/** What iw writes of a network. */
const bss = (ssid: string, { signal = -50, rsn = true, suites = 'PSK', country = 'DK' } = {}) =>
  [
    'BSS 02:00:00:00:01:00(on wlan0)',
    `\tcapability: ESS${rsn ? ' Privacy' : ''} ShortSlotTime (0x0411)`,
    `\tsignal: ${signal}.00 dBm`,
    `\tSSID: ${ssid}`,
    `\tCountry: ${country}\tEnvironment: Indoor/Outdoor`,
    ...(rsn ? ['\tRSN:\t * Version: 1', `\t\t * Authentication suites: ${suites}`] : []),
    '',
  ].join('\n');
const hex = (text: string): string => Buffer.from(text).toString('hex');

/** Longer than anything that could happen would be waited for. */
const AWHILE_MS = 1_200;

let wifi: Wifi;
afterEach(() => wifi.stop());

const become = (state: string) => soon(state, () => wifi.state() === state);

describe('DSP-11: joining is told in words', () => {
  test('a Wi-Fi of which nothing is heard is not there; heard of, it is joined again', async () => {
    wifi = startWifi({ conf: CONF });
    await become('NOT_FOUND');
    wifi.says("wlan0: Trying to associate with 02:00:00:00:01:00 (SSID='Club' freq=2412 MHz)");
    await become('JOINING');
    wifi.says('wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:01:00 completed');
    await become('JOINED');
    wifi.says('wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=3');
    await become('NOT_FOUND');
  });

  test('a wrong password stays said while it is tried on', async () => {
    wifi = startWifi({ conf: CONF });
    await soon('begun', () => wifi.begun() === 1);
    wifi.says('wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="Club" reason=WRONG_KEY');
    await become('WRONG_PASSWORD');
    wifi.says("wlan0: Trying to associate with SSID 'Club'");
    await become('OPEN');
    expect(wifi.left('own')).toContain('REASON=WRONG_PASSWORD\n');
  });

  test('a card that comes late is taken', async () => {
    wifi = startWifi({ conf: CONF, card: false });
    await become('NO_DEVICE');
    wifi.plugCard();
    await become('NOT_FOUND');
  });
});

describe('DSP-11: a screen without a network opens one of its own', () => {
  test('where none is told; name and password are new, and what was heard before is left', async () => {
    wifi = startWifi({ conf: null });
    wifi.set('scan', bss('Club Poker', { signal: -70 }) + bss('Next door', { rsn: false }));
    await become('OPEN');
    const [name] = /(?<=^NAME=)Felt screen [0-9a-f]{4}$/mu.exec(wifi.left('own')) ?? [];
    const [password] = /(?<=^PASSWORD=)[a-z2-9]{10}$/mu.exec(wifi.left('own')) ?? [];
    expect(wifi.left('own')).toEndWith('\nREASON=\n');
    await soon('its settings', () => wifi.conf().includes('mode=2'));
    expect(wifi.conf()).toContain(`ssid="${name}"`);
    expect(wifi.conf()).toContain(`psk="${password}"`);
    expect(wifi.left('networks')).toBe(`${hex('Next door')}\topen\n${hex('Club Poker')}\tlocked\n`);
    expect(wifi.left('country')).toBe('DK\n');
  });

  test('of names only those that can be written are listed, each once, the strongest first', async () => {
    wifi = startWifi({ conf: null });
    const odd = [
      ['\\xc3\\x98 <b>&\'"\\x5c', {}],
      ['Club', { signal: -80 }],
      ['Club', { signal: -40, rsn: false }],
      ['', {}],
      ['\\x00\\x00', {}],
      ['line\\x0abreak', {}],
      ['\\x20outer', {}],
      ['Office', { suites: 'IEEE 802.1X' }],
    ] as const;
    wifi.set('scan', odd.map(([name, more]) => bss(name, more)).join(''));
    await become('OPEN');
    expect(wifi.left('networks')).toBe(`${hex('Club')}\topen\n${hex('Ø <b>&\'"\\')}\tlocked\n`);
  });

  test('not while a cable gives an address; once it does, its own is closed', async () => {
    wifi = startWifi({ conf: null });
    await soon('opened', () => wifi.begun() === 1);
    wifi.set('address', ADDRESS);
    await soon('noted', () => wifi.has('right'));
    expect(wifi.state()).toBe('');
    // Nor where it is pulled out again: the page stays on the screen.
    wifi.set('address', '');
    await Bun.sleep(AWHILE_MS);
    expect(wifi.begun()).toBe(1);
  });

  test('not where the Wi-Fi that is told has once given an address', async () => {
    wifi = startWifi({ conf: CONF });
    await soon('begun', () => wifi.begun() === 1);
    wifi.set('address', ADDRESS);
    wifi.says('wlan0: CTRL-EVENT-CONNECTED - Connection completed');
    await soon('noted', () => wifi.has('right'));
    wifi.set('address', '');
    wifi.says('wlan0: CTRL-EVENT-DISCONNECTED reason=3');
    await Bun.sleep(AWHILE_MS);
    expect(wifi.state()).toBe('NOT_FOUND');
    expect(wifi.begun()).toBe(1);
  });

  test('it tries the one that it knows again, but not while a phone is there', async () => {
    wifi = startWifi({ conf: CONF });
    await become('OPEN');
    const own = wifi.left('own');
    await soon('tried again, and open again', () => wifi.begun() === 4);
    await become('OPEN');
    expect(wifi.left('own')).toBe(own);
    wifi.says('wlan0: AP-STA-CONNECTED 02:00:00:00:02:00');
    const begun = wifi.begun();
    await Bun.sleep(AWHILE_MS);
    expect(wifi.begun()).toBe(begun);
  });
});
