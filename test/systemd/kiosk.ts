import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOLDER } from './unit.ts';

const LOOK_S = '0.05';
const WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 10;

/**
 * Programs that the kiosk asks, each answering what lies in a file of its name; the browser notes what
 * it was to show, and stays.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  // What is heard a moment later lies in a file of its own.
  'avahi-browse':
    'cat "$STAGE/leaves"; [ ! -e "$STAGE/later" ] || mv "$STAGE/later" "$STAGE/leaves"',
  curl: 'for url; do :; done; grep -qxF "$url" "$STAGE/answering"',
  // Each look finds as many words more, to and from the leaf, as the test says.
  ss: [
    'read -r out into <"$STAGE/step"; read -r allOut allInto <"$STAGE/words"',
    'echo $((allOut + out)) $((allInto + into)) >"$STAGE/words"; echo look >>"$STAGE/looks"',
    'read -r allOut allInto <"$STAGE/words"',
    'echo "0 0 10.0.0.1:5 10.0.0.2:80 cubic data_segs_out:$allOut data_segs_in:$allInto rtt:1/1"',
  ].join('\n'),
  ip: 'cat "$STAGE/address"',
  'systemd-notify': 'echo "$*" >>"$STAGE/notes"',
  browser: 'echo "$1" >>"$STAGE/shown"; echo $$ >"$STAGE/browser"; exec sleep 600',
};

/** Words to and from the leaf between two looks: of a page with a running clock, of one that hangs. */
export const ALIVE = '4 20\n';
export const HUNG = '1 20\n';
export const RESTING = '4 2\n';

/** One line of avahi-browse for a leaf that was found. */
export const leafLine = (name: string, address: string, port = 80): string =>
  `=;eth0;IPv4;Felt\\032on\\032${name};_felt._tcp;local;${name};${address};${port};\n`;

/** A screen: kiosk.sh in a world that a test writes into files. */
export const startScreen = (world: Readonly<Record<string, string>>, nightLooks = 1e6) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-screen-'));
  const at = (...path: readonly string[]): string => join(folder, ...path);
  const set = (name: string, text: string): void => writeFileSync(at('stage', name), text);
  const get = (...path: readonly string[]): string => {
    try {
      return readFileSync(at(...path), 'utf8');
    } catch {
      return '';
    }
  };
  for (const part of ['stage', 'bin', 'run', 'told', 'wifi', 'sys/firmware/devicetree/base'])
    mkdirSync(at(part), { recursive: true });
  writeFileSync(at('sys/firmware/devicetree/base/serial-number'), '10000000abcdef01\0');
  for (const [name, line] of Object.entries(PROGRAMS)) {
    writeFileSync(at('bin', name), `#!/bin/sh\n${line}\n`);
    chmodSync(at('bin', name), 0o755);
  }
  const before = {
    ...{ leaves: '', answering: '', address: '', notes: '', shown: '' },
    ...{ step: ALIVE, words: '1 1\n', looks: '' },
  };
  for (const [name, text] of Object.entries({ ...before, ...world })) {
    if (name === 'settings') writeFileSync(at('told', name), text);
    else if (name === 'wifi') writeFileSync(at('wifi/state'), text);
    else set(name, text);
  }
  const child = Bun.spawn(['sh', join(FOLDER, 'kiosk.sh')], {
    env: {
      ...{ PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`, STAGE: at('stage') },
      ...{ RUNTIME_DIRECTORY: at('run'), FELT_DISPLAY_RUN: at('told'), FELT_WIFI_RUN: at('wifi') },
      ...{ FELT_SYS: at('sys'), FELT_BROWSER: 'browser', FELT_LOOK_S: LOOK_S },
      ...{ FELT_SEARCH_S: LOOK_S, FELT_NIGHT_LOOKS: String(nightLooks) },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    set,
    /** Every address that the browser was started with, in order. */
    shown: (): readonly string[] => get('stage', 'shown').split('\n').filter(Boolean),
    picture: (): string => get('run', 'picture.html'),
    looks: (): number => get('stage', 'looks').split('\n').length - 1,
    notes: (): string => get('stage', 'notes'),
    killBrowser: (): void => void process.kill(Number(get('stage', 'browser')), 'SIGKILL'),
    exited: child.exited,
    said: async (): Promise<string> => new Response(child.stdout).text(),
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type FakeScreen = ReturnType<typeof startScreen>;

/** @throws Error where it does not come to be so. */
export const soon = async (what: string, isSo: () => boolean): Promise<void> => {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > WITHIN_MS) throw new Error(`in vain: ${what}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
};
