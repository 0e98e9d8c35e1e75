import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DISPLAY = join(import.meta.dir, '../../image-build/display');
const SCRIPT = join(DISPLAY, 'root/usr/lib/felt/settings.sh');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-display-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What becomes of a felt-display.txt; null: there is none. */
const settingsOf = (text: string | Uint8Array | null) => {
  const file = join(folder, 'felt-display.txt');
  if (text !== null) writeFileSync(file, text);
  const run = join(folder, 'run');
  const { exitCode, stderr } = Bun.spawnSync(['sh', SCRIPT, file], {
    env: { ...process.env, FELT_DISPLAY_RUN: run },
  });
  expect(stderr.toString()).toBe('');
  expect(exitCode).toBe(0);
  expect(existsSync(join(run, 'parsed'))).toBe(false);
  const wifi = join(run, 'wifi.conf');
  return {
    settings: readFileSync(join(run, 'settings'), 'utf8').split('\n').filter(Boolean).toSorted(),
    wifi: existsSync(wifi) ? readFileSync(wifi, 'utf8') : null,
    mode: existsSync(wifi) ? statSync(wifi).mode & 0o777 : null,
  };
};

const hex = (text: string): string => Buffer.from(text).toString('hex');
const WIFI = 'NETWORK=Club Poker\nPASSWORD=four aces!\nCOUNTRY=DK\n';

test('DSP-11: a Wi-Fi with its password, which root alone can read', () => {
  const { settings, wifi, mode } = settingsOf(`# a remark\n\n${WIFI}LEAF=felt-2.local\n`);
  expect(settings).toEqual(['COUNTRY=DK', 'LEAF=felt-2.local', 'NETWORK=Club Poker']);
  expect(wifi).toContain(`ssid=${hex('Club Poker')}\n`);
  expect(wifi).toContain('psk="four aces!"\n');
  expect(wifi).toContain('country=DK\n');
  expect(mode).toBe(0o600);
});

test('as Windows writes it: its mark, its ends of lines, spaces at both ends', () => {
  const { settings, wifi } = settingsOf(`\u{feff}${WIFI.replaceAll('\n', ' \r\n')}`);
  expect(settings).toEqual(['COUNTRY=DK', 'NETWORK=Club Poker']);
  expect(wifi).toContain('psk="four aces!"\n');
});

test('letters of any alphabet, and signs that mean something elsewhere', () => {
  const name = 'Ø "é" $(x) \\n=1';
  const password = '"a=b" $(reboot) `x` \\ #';
  const { wifi } = settingsOf(`NETWORK=${name}\nPASSWORD=${password}\nCOUNTRY=DK\n`);
  expect(wifi).toContain(`ssid=${hex(name)}\n`);
  expect(wifi).toContain(`psk="${password}"\n`);
});

test('a backslash of a password is one, and nothing that is in it becomes a line of its own', () => {
  const password = 'a\\tb\\nc\\\\d\\0101\\c';
  const { wifi } = settingsOf(`NETWORK=Club\nPASSWORD=${password}\nCOUNTRY=DK\n`);
  expect(wifi).toContain(`  psk="${password}"\n}\n`);
});

test('an open Wi-Fi, and no Wi-Fi at all', () => {
  expect(settingsOf('NETWORK=Club\nCOUNTRY=DK\n').wifi).toContain('key_mgmt=NONE\n');
  expect(settingsOf('LEAF=192.168.1.20:8080\n')).toMatchObject({ wifi: null });
  expect(settingsOf('')).toEqual({ settings: [], wifi: null, mode: null });
});

test('no file is no mistake, and the file that an image comes with says nothing yet', () => {
  expect(settingsOf(null)).toEqual({ settings: [], wifi: null, mode: null });
  const given = readFileSync(join(DISPLAY, 'felt-display.txt'), 'utf8');
  expect(settingsOf(given)).toEqual({ settings: [], wifi: null, mode: null });
});

const MISTAKES: readonly (readonly [string, string])[] = [
  ['LINE 2', 'NETWORK=Club\nhello\n'],
  ['KEY 1', 'SSID=Club\n'],
  ['KEY 1', 'network=Club\n'],
  ['TWICE 2', 'NETWORK=Club\nNETWORK=Club\n'],
  ['TOO_LONG', '#'.repeat(5_000)],
  ['NETWORK', 'NETWORK=\nCOUNTRY=DK\n'],
  ['NETWORK', `NETWORK=${'é'.repeat(17)}\nCOUNTRY=DK\n`],
  ['NETWORK_MISSING', 'PASSWORD=four aces!\n'],
  ['PASSWORD', 'NETWORK=Club\nPASSWORD=seven77\nCOUNTRY=DK\n'],
  ['PASSWORD', `NETWORK=Club\nPASSWORD=${'x'.repeat(64)}\nCOUNTRY=DK\n`],
  ['PASSWORD', 'NETWORK=Club\nPASSWORD=fünf Asse\nCOUNTRY=DK\n'],
  ['COUNTRY', 'NETWORK=Club\nPASSWORD=four aces!\n'],
  ['COUNTRY', 'NETWORK=Club\nPASSWORD=four aces!\nCOUNTRY=Denmark\n'],
  ['LEAF', 'LEAF=felt\n'],
  ['LEAF', 'LEAF=http://felt.local\n'],
  ['LEAF', "LEAF=felt.local' ; reboot\n"],
];

describe('a mistake is said with its place, and nothing of the file is taken', () => {
  const pictures = readFileSync(join(DISPLAY, '../../systemd/kiosk-pictures.sh'), 'utf8');

  test.each(MISTAKES)('%s', (problem, text) => {
    expect(settingsOf(text)).toEqual({ settings: [`PROBLEM=${problem}`], wifi: null, mode: null });
    // Each has words on the screen.
    expect(pictures).toContain(`    ${problem.split(' ')[0]}) echo `);
  });
});
