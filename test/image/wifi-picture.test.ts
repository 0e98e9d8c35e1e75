import { expect, test } from 'bun:test';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PICTURES = join(import.meta.dir, '../../systemd');

/** The picture of a screen whose own Wi-Fi is open; a code is shown as what it says. */
const pictureOf = (reason: string, settings: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-picture-'));
  try {
    const at = (name: string): string => join(folder, name);
    for (const part of ['bin', 'wifi', 'told']) mkdirSync(at(part));
    writeFileSync(at('wifi/own'), `NAME=Felt screen 1a2b\nPASSWORD=four2aces2\nREASON=${reason}\n`);
    writeFileSync(at('told/settings'), settings);
    const draw = `#!/bin/sh\nfor text; do :; done\nprintf '<?xml version="1.0"?>\\n<svg>%s</svg>\\n' "$text"\n`;
    writeFileSync(at('bin/qrencode'), draw);
    chmodSync(at('bin/qrencode'), 0o755);
    const lines = [
      'HERE=$1 WIFI=$2/wifi TOLD=$2/told',
      'told() { sed -n "s/^$1=//p" "$TOLD/settings"; }',
      'address() { :; }; node_id() { echo screen-1; }',
      '. "$HERE/kiosk-pictures.sh"',
      'picture OPEN',
    ].join('\n');
    const { stdout, stderr } = Bun.spawnSync(['sh', '-euc', lines, 'sh', PICTURES, folder], {
      env: { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
    });
    expect(stderr.toString()).toBe('');
    return stdout.toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test('DSP-11: what a phone needs is on the screen, as codes and as letters', () => {
  const picture = pictureOf('', '');
  expect(picture).toContain('<h1>This screen has no network</h1>');
  expect(picture).toContain('<svg>WIFI:S:Felt screen 1a2b;T:WPA;P:four2aces2;;</svg>');
  expect(picture).toContain('<svg>http://192.168.77.1/</svg>');
  for (const word of ['Felt screen 1a2b', 'four2aces2', 'http://192.168.77.1'])
    expect(picture).toContain(`<b>${word}</b>`);
  expect(picture).not.toContain('<?xml');
});

test.each([
  ['WRONG_PASSWORD', 'NETWORK=Club\n', 'The Wi-Fi "Club" refuses the password'],
  ['NOT_FOUND', 'NETWORK=<b>&\n', 'The Wi-Fi "&lt;b&gt;&amp;" is not here'],
  ['JOINED', 'NETWORK=Club\n', 'The Wi-Fi "Club" gives no address'],
  ['NOT_FOUND', 'NETWORK=a\\tb\\c\n', 'The Wi-Fi "a\\tb\\c" is not here'],
  ['', 'PROBLEM=KEY 3\n', 'felt-display.txt has a mistake'],
])('DSP-11: why it is open stands above (%s)', (reason, settings, words) => {
  expect(pictureOf(reason, settings)).toContain(`<h1>${words}</h1>`);
});
