import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { FOLDER } from './unit.ts';

const nft = Bun.which('nft');
const ip = Bun.which('ip');
const chronyd = Bun.which('chronyd');
const RULES = join(FOLDER, 'nftables.conf');

const ran = (...command: readonly string[]) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], { stdin: 'ignore' });
  return { exitCode, said: `${stdout}${stderr}`.trim() };
};

/** Both halves of a wire between two machines of the kernel's own, as far as this one may make them. */
const box = `felt-box-${process.pid}`;
const phone = `felt-phone-${process.pid}`;
const canTry =
  nft !== null &&
  ip !== null &&
  process.getuid?.() === 0 &&
  ran(nft, '-c', '-f', RULES).exitCode === 0;

test.skipIf(chronyd === null)('OPS-5: chrony understands every line of its settings', () => {
  const { exitCode, said } = ran(chronyd ?? '', '-p', '-f', join(FOLDER, 'chrony/chrony.conf'));
  expect(said).toContain('local stratum 10');
  expect(exitCode).toBe(0);
});

describe.skipIf(!canTry)('the wall around a board (needs root and nft)', () => {
  const within = (machine: string, ...command: readonly string[]) =>
    ran(ip ?? '', 'netns', 'exec', machine, ...command);
  const made = (...command: readonly string[]) => {
    const { exitCode, said } = ran(...command);
    if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${said}`);
  };
  const listeners: Bun.Subprocess[] = [];

  const listen = async (port: number) => {
    const serve = `require('net').createServer((s) => s.end()).listen(${port}, () => console.log('up'))`;
    const child = Bun.spawn([ip ?? '', 'netns', 'exec', box, 'node', '-e', serve], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    listeners.push(child);
    await child.stdout.getReader().read();
  };

  beforeAll(async () => {
    for (const machine of [box, phone]) made('ip', 'netns', 'add', machine);
    made(
      'ip',
      'link',
      'add',
      'box0',
      'netns',
      box,
      'type',
      'veth',
      'peer',
      'phone0',
      'netns',
      phone,
    );
    const wire = [
      [box, 'box0', ['192.168.7.1/24', '203.0.113.1/24', 'fd07::1/64', '2001:db8::1/64']],
      [phone, 'phone0', ['192.168.7.2/24', '203.0.113.2/24', 'fd07::2/64', '2001:db8::2/64']],
    ] as const;
    for (const [machine, card, addresses] of wire) {
      for (const address of addresses) {
        // Of IPv6 without waiting whether another one has it.
        const sure = address.includes(':') ? ['nodad'] : [];
        made('ip', '-n', machine, 'address', 'add', address, 'dev', card, ...sure);
      }
      made('ip', '-n', machine, 'link', 'set', card, 'up');
      made('ip', '-n', machine, 'link', 'set', 'lo', 'up');
    }
    expect(within(box, 'nft', '-f', RULES)).toEqual({ exitCode: 0, said: '' });
    await Promise.all([listen(80), listen(22)]);
  });

  afterAll(async () => {
    for (const child of listeners) child.kill(9);
    await Promise.all(listeners.map(({ exited }) => exited));
    for (const machine of [box, phone]) ran('ip', 'netns', 'del', machine);
  });

  /** Whether a connection comes to be; what is dropped tells nothing, so it waits for a while. */
  const reaches = (from: string, address: string, port: number): boolean => {
    const connect = `const s = require('net').connect(${port}, '${address}'); s.setTimeout(400);
      s.on('connect', () => process.exit(0)).on('timeout', () => process.exit(1)).on('error', () => process.exit(1));`;
    return within(from, 'node', '-e', connect).exitCode === 0;
  };

  test("SEC-4: the venue's own network reaches the pages", () => {
    expect(reaches(phone, '192.168.7.1', 80)).toBe(true);
    // For which two machines have to find each other first.
    expect(reaches(phone, 'fd07::1', 80)).toBe(true);
  });

  test('SEC-4: it reaches nothing else', () => {
    expect(reaches(box, '127.0.0.1', 22)).toBe(true);
    expect(reaches(phone, '192.168.7.1', 22)).toBe(false);
    expect(reaches(phone, 'fd07::1', 22)).toBe(false);
  });

  test('SEC-4: the world reaches nothing', () => {
    expect(reaches(phone, '203.0.113.1', 80)).toBe(false);
    expect(reaches(phone, '2001:db8::1', 80)).toBe(false);
  });

  test('OPS-5: whoever looks whether it is there, is told', () => {
    // An echo request (RFC 792) with its checksum: every Debian has perl, and not every one a ping.
    const ask = `use Socket; alarm 2; socket(my $s, PF_INET, SOCK_RAW, 1) or die;
      send($s, pack('C*', 8, 0, 0xf7, 0xff, 0, 0, 0, 0), 0, sockaddr_in(0, inet_aton('192.168.7.1')));
      do { recv($s, $_, 99, 0) } until ord(substr($_, 20)) == 0;`;
    expect(within(phone, 'perl', '-e', ask)).toEqual({ exitCode: 0, said: '' });
  });

  /** Hears on ports of the box until all of `wanted` were spoken to; answers the ports that were. */
  const heardOn = async (ports: readonly number[], wanted: readonly number[]) => {
    const hear = `const heard = new Set();
      const wanted = ${JSON.stringify(wanted)};
      for (const port of ${JSON.stringify(ports)}) require('dgram').createSocket('udp4')
        .on('message', () => { heard.add(port); if (wanted.every((one) => heard.has(one))) setImmediate(() => { console.log([...heard].sort((a, b) => a - b).join()); process.exit(0); }); })
        .bind(port, () => console.log('up'));`;
    const child = Bun.spawn([ip ?? '', 'netns', 'exec', box, 'node', '-e', hear], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    listeners.push(child);
    const said = child.stdout.getReader();
    const next = async () => new TextDecoder().decode((await said.read()).value);
    for (let text = ''; text.split('up').length <= ports.length; ) text += await next();
    return async () => (await next()).trim();
  };

  /** Speaks to ports of the box from one of the phone's. */
  const tell = (from: number, ports: readonly number[]): number => {
    const send = `const s = require('dgram').createSocket('udp4'); let left = ${ports.length};
      s.bind(${from}, () => { for (const port of ${JSON.stringify(ports)}) s.send('?', port, '192.168.7.1', () => --left || s.close()); });`;
    return within(phone, 'node', '-e', send).exitCode;
  };

  test('OPS-5: screens may ask for felt.local, and for the time', async () => {
    const heard = await heardOn([5353, 123, 5354], [123, 5353]);
    expect(tell(0, [5354, 5353, 123])).toBe(0);
    expect(await heard()).toBe('123,5353');
  });

  test('OPS-5: the board is given its address, and by nobody but who gives them', async () => {
    const others = await heardOn([68, 5353], [5353]);
    expect(tell(0, [68, 5353])).toBe(0);
    expect(await others()).toBe('5353');
    const router = await heardOn([68], [68]);
    expect(tell(67, [68])).toBe(0);
    expect(await router()).toBe('68');
  });
});
