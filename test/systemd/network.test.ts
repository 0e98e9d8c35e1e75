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
      [box, 'box0', ['192.168.7.1/24', '203.0.113.1/24']],
      [phone, 'phone0', ['192.168.7.2/24', '203.0.113.2/24']],
    ] as const;
    for (const [machine, card, addresses] of wire) {
      for (const address of addresses) {
        made('ip', '-n', machine, 'address', 'add', address, 'dev', card);
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
  });

  test('SEC-4: it reaches nothing else', () => {
    expect(reaches(box, '127.0.0.1', 22)).toBe(true);
    expect(reaches(phone, '192.168.7.1', 22)).toBe(false);
  });

  test('SEC-4: the world reaches nothing', () => {
    expect(reaches(phone, '203.0.113.1', 80)).toBe(false);
  });

  test('OPS-5: screens may ask for felt.local, and for the time', async () => {
    const hear = `const heard = [];
      for (const port of [5353, 123, 5354]) require('dgram').createSocket('udp4')
        .on('message', () => { heard.push(port); if (heard.includes(123) && heard.includes(5353)) setImmediate(() => { console.log(heard.sort((a, b) => a - b).join()); process.exit(0); }); })
        .bind(port, () => console.log('up'));`;
    const child = Bun.spawn([ip ?? '', 'netns', 'exec', box, 'node', '-e', hear], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    listeners.push(child);
    const said = child.stdout.getReader();
    for (let text = ''; !/(?:up\n){3}/u.test(text); ) {
      text += new TextDecoder().decode((await said.read()).value);
    }
    const tell = `const s = require('dgram').createSocket('udp4'); let left = 3;
      for (const port of [5354, 5353, 123]) s.send('?', port, '192.168.7.1', () => --left || s.close());`;
    expect(within(phone, 'node', '-e', tell).exitCode).toBe(0);
    expect(new TextDecoder().decode((await said.read()).value).trim()).toBe('123,5353');
  });
});
