import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { done, ran } from './commands.ts';
import { FOLDER, settingsIn } from './unit.ts';

const IMAGE = join(FOLDER, '../image-build');
const MAIN = join(FOLDER, '../src/leaf/main.ts');
const LOOK_EVERY_MS = 50;
const WITHIN_MS = 20_000;

const TOOLS = ['avahi-browse', 'avahi-daemon', 'curl', 'dbus-daemon', 'ip', 'nft', 'nsenter'];

/** Why no network can be made here; null: it can. */
export const obstacle = (): string | null => {
  if (process.getuid?.() !== 0) return 'a network of several machines takes root';
  const missing = TOOLS.filter((name) => Bun.which(name) === null);
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
};

/** @throws Error with what was waited for. */
export const until = async (what: string, isSo: () => boolean): Promise<void> => {
  const untilMs = performance.now() + WITHIN_MS;
  while (!isSo()) {
    if (performance.now() > untilMs) throw new Error(`in vain: ${what}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
};

/** What kind of machine it is: the files of its image by which it speaks with the network. */
const KINDS = {
  board: {
    name: 'felt',
    avahi: join(FOLDER, 'avahi/avahi-daemon.conf'),
    wall: join(FOLDER, 'nftables.conf'),
    services: [join(FOLDER, 'avahi/felt.service')],
  },
  screen: {
    name: 'felt-screen',
    avahi: join(IMAGE, 'display/root/etc/avahi/avahi-daemon.conf'),
    wall: join(IMAGE, 'display/root/etc/nftables.conf'),
    services: [],
  },
} as const;

/** Names of their own for network, processes, mounts and machine; all of it is gone with the first process. */
const cell = async () => {
  const holder = Bun.spawn(
    [
      ...[
        'unshare',
        '--net',
        '--mount',
        '--uts',
        '--pid',
        '--fork',
        '--kill-child',
        '--mount-proc',
      ],
      ...['sh', '-c', 'mount -t tmpfs tmpfs /run && echo up && exec sleep infinity'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await holder.stdout.getReader().read();
  const children = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8');
  const pid = children.trim().split(' ')[0] ?? '';
  const within = ['nsenter', '-t', pid, '-n', '-m', '-u', '-p', '--'];
  return {
    pid,
    run: (...command: readonly string[]) => ran(...within, ...command),
    must: (...command: readonly string[]) => done(...within, ...command),
    spawn: (command: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      Bun.spawn([...within, ...command], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'ignore'],
      }),
    close: async () => {
      holder.kill('SIGKILL');
      await holder.exited;
    },
  };
};

type Cell = Awaited<ReturnType<typeof cell>>;

/** A venue's switch, to which machines are plugged. */
export const openNetwork = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-venue-'));
  const hub = await cell();
  const cells: Cell[] = [hub];
  hub.must('ip', 'link', 'add', 'switch', 'type', 'bridge', 'mcast_snooping', '0');
  hub.must('ip', 'link', 'set', 'switch', 'up');

  /** With the address 192.168.7.N, its wall and D-Bus; announced is nothing yet. */
  const plug = async (kind: keyof typeof KINDS) => {
    const { name, avahi, wall, services } = KINDS[kind];
    const it = await cell();
    cells.push(it);
    const at = cells.length - 1;
    const address = `192.168.7.${at}`;
    // Its IPv6 address counts at once, as that of a board does which has been up for two seconds.
    it.must('sh', '-c', 'echo 0 >/proc/sys/net/ipv6/conf/default/accept_dad');
    const wire = ['netns', it.pid, 'type', 'veth', 'peer', `port${at}`, 'netns', hub.pid];
    done('ip', 'link', 'add', 'eth0', ...wire);
    hub.must('ip', 'link', 'set', `port${at}`, 'master', 'switch', 'up');
    it.must('hostname', name);
    // The higher the address, the lower the card's own (and the IPv6 address that is made of it).
    it.must('ip', 'link', 'set', 'eth0', 'address', `02:00:00:00:00:${(0x60 - at).toString(16)}`);
    for (const card of ['lo', 'eth0']) it.must('ip', 'link', 'set', card, 'up');
    it.must('ip', 'address', 'add', `${address}/24`, 'broadcast', '+', 'dev', 'eth0');
    it.must('nft', '-f', wall);
    it.must('mount', '--bind', avahi, '/etc/avahi/avahi-daemon.conf');
    it.must('mount', '-t', 'tmpfs', 'tmpfs', '/etc/avahi/services');
    for (const service of services) it.must('cp', service, '/etc/avahi/services/');
    it.must('mkdir', '/run/dbus');
    it.must('dbus-daemon', '--system', '--fork');
    /** From now on it says who it is, and hears others. */
    const speak = () => void it.spawn(['avahi-daemon']);
    return { ...it, address, speak };
  };

  /** A board without a leaf. */
  const box = () => plug('board');

  /** A board with a leaf from source on it, by the settings that its image comes with. */
  const board = async () => {
    const it = await box();
    const conf = readFileSync(join(IMAGE, 'root/usr/share/felt/leaf.conf'), 'utf8');
    const data = { FELT_DATA: join(folder, it.address) };
    it.spawn([process.execPath, MAIN, 'serve'], { ...settingsIn(conf), ...data });
    return it;
  };

  /** A screen with kiosk.sh; its browser notes what it was to show. */
  const screen = async () => {
    const it = await plug('screen');
    const own = join(folder, it.address);
    const file = (name: string): string => join(own, name);
    mkdirSync(file('told'), { recursive: true });
    writeFileSync(file('browser'), `#!/bin/sh\necho "$1" >>${file('shown')}\nexec sleep 600\n`, {
      mode: 0o755,
    });
    const read = (name: string): string => {
      try {
        return readFileSync(file(name), 'utf8');
      } catch {
        return '';
      }
    };
    return {
      ...it,
      /** What felt-display.txt says, as settings.sh leaves it. */
      set: (settings: string) => writeFileSync(file('told/settings'), settings),
      start: () =>
        it.spawn(['sh', join(FOLDER, 'kiosk.sh')], {
          ...{ RUNTIME_DIRECTORY: own, FELT_DISPLAY_RUN: file('told') },
          ...{ FELT_BROWSER: file('browser'), FELT_LOOK_S: '0.2', FELT_SEARCH_S: '0.2' },
        }),
      shows: (): string => read('shown').trim().split('\n').at(-1) ?? '',
      picture: (): string => read('picture.html'),
    };
  };

  const close = async (): Promise<void> => {
    await Promise.all(cells.map((one) => one.close()));
    rmSync(folder, { recursive: true, force: true });
  };
  return { box, board, screen, close };
};
