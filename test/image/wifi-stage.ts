import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the screen's scripts for its Wi-Fi lie. */
export const SCRIPTS = join(import.meta.dir, '../../image-build/display/root/usr/lib/felt');

const TICK_S = '0.01';
const WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 5;

/** @throws Error with what was waited for. */
export const soon = async (what: string, isSo: () => boolean): Promise<void> => {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > WITHIN_MS) throw new Error(`in vain: ${what}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
};

/**
 * Programs that wifi.sh asks, each by a file of a test. wpa_supplicant notes its settings, and says what is
 * written into `said`.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  wpa_supplicant: [
    'while [ "$1" != -c ]; do shift; done',
    ': >"$STAGE/said"; cat "$2" >"$STAGE/conf"; echo "$2" >>"$STAGE/begun"',
    'exec tail -n +1 -f "$STAGE/said"',
  ].join('\n'),
  ip: '[ "$1" = link ] || cat "$STAGE/address"',
  iw: 'cat "$STAGE/scan"',
};

/** wifi.sh in a world that a test writes into files. `conf`: what settings.sh has left, null: nothing. */
export const startWifi = ({ conf, card = true }: { conf: string | null; card?: boolean }) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-wifi-'));
  const at = (...path: readonly string[]): string => join(folder, ...path);
  for (const part of ['stage', 'bin', 'run', 'told', 'sys/class/net/eth0'])
    mkdirSync(at(part), { recursive: true });
  const plugCard = () => mkdirSync(at('sys/class/net/wlan0/phy80211'), { recursive: true });
  if (card) plugCard();
  writeFileSync(at('told/wifi.conf'), conf ?? 'none');
  for (const [name, lines] of Object.entries(PROGRAMS)) {
    writeFileSync(at('bin', name), `#!/bin/sh\n${lines}\n`);
    chmodSync(at('bin', name), 0o755);
  }
  const set = (name: string, text: string): void => writeFileSync(at('stage', name), text);
  for (const name of ['address', 'scan', 'begun']) set(name, '');
  const get = (...path: readonly string[]): string => {
    try {
      return readFileSync(at(...path), 'utf8');
    } catch {
      return '';
    }
  };
  const child = Bun.spawn(['sh', join(SCRIPTS, 'wifi.sh')], {
    env: {
      ...{ PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`, STAGE: at('stage') },
      ...{ CREDENTIALS_DIRECTORY: at('told'), RUNTIME_DIRECTORY: at('run'), FELT_SYS: at('sys') },
      ...{ FELT_WIFI_TICK_S: TICK_S, FELT_WIFI_LOOK_S: TICK_S },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    ...{ set, plugCard },
    /** What wpa_supplicant says now. */
    says: (line: string): void => writeFileSync(at('stage/said'), `${line}\n`, { flag: 'a' }),
    state: (): string => get('run/state').trim(),
    /** What it left for the picture and the page. */
    left: (name: string): string => get('run', name),
    has: (name: string): boolean => existsSync(at('run', name)),
    conf: (): string => get('stage/conf'),
    /** How often wpa_supplicant was started. */
    begun: (): number => get('stage/begun').split('\n').length - 1,
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Wifi = ReturnType<typeof startWifi>;
