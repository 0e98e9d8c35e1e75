import { expect, test } from 'bun:test';
import type { Interfaces } from '../../src/leaf/lan.ts';
import { createLan, lanAddress } from '../../src/leaf/lan.ts';

const ip = (address: string, internal = false): NonNullable<Interfaces[string]>[number] => ({
  ...{ address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null },
});
const ip6 = (address: string): NonNullable<Interfaces[string]>[number] => ({
  ...{ address, internal: false, family: 'IPv6', netmask: '', mac: '', cidr: null, scopeid: 0 },
});
const LOOP = { lo: [ip('127.0.0.1', true)] };

test.each<[string, Interfaces, string | null]>([
  ['none but loopback', LOOP, null],
  ['no IPv4 at all', { ...LOOP, eth0: [ip6('fe80::1')] }, null],
  ['the one there is', { ...LOOP, eth0: [ip6('fe80::1'), ip('192.168.1.20')] }, '192.168.1.20'],
  [
    'not that of containers, tunnels or virtual machines',
    { docker0: [ip('172.17.0.1')], wg0: [ip('10.8.0.2')], wlan0: [ip('10.0.0.7')] },
    '10.0.0.7',
  ],
  [
    'a network’s rather than its own',
    { eth0: [ip('169.254.3.4')], wlan0: [ip('10.0.0.7')] },
    '10.0.0.7',
  ],
  [
    'a private one rather than a public',
    { eth0: [ip('8.8.8.8')], eth1: [ip('172.20.1.1')] },
    '172.20.1.1',
  ],
  ['a public one where there is no other', { eth0: [ip('8.8.8.8')] }, '8.8.8.8'],
  ['the first of several', { eth0: [ip('10.0.0.1')], eth1: [ip('10.0.0.2')] }, '10.0.0.1'],
])('ACC-5: the address for phones: %s', (_, interfaces, wanted) => {
  expect(lanAddress(interfaces)).toBe(wanted);
});

test('ACC-5: it is a number with the port, follows the network, and is none where nobody could come', () => {
  let nowMs = 0;
  let interfaces: Interfaces = LOOP;
  const lan = (bind: string) =>
    createLan({ bind, port: () => 8080, nowMs: () => nowMs, interfaces: () => interfaces });
  const any = lan('0.0.0.0');
  expect(any()).toBeNull();
  interfaces = { wlan0: [ip('192.168.1.20')] };
  expect(any()).toBeNull();
  nowMs += 5_000;
  expect(any()).toBe('http://192.168.1.20:8080');
  expect(lan('::')()).toBe('http://192.168.1.20:8080');
  expect(lan('127.0.0.1')()).toBeNull();
  expect(lan('localhost')()).toBeNull();
  expect(lan('10.1.2.3')()).toBe('http://10.1.2.3:8080');
  expect(lan('fd00::5')()).toBe('http://[fd00::5]:8080');
});
