import { expect, test } from 'bun:test';
import { publicOrigin, roomOrigin } from '../../src/server/origins.ts';
import { playerUrlOf } from '../../src/server/player-url.ts';

test.each([
  ['http://192.168.1.20:8080', 'http://192.168.1.20:8080'],
  ['http://10.0.0.7', 'http://10.0.0.7'],
  ['https://172.16.4.1:8443/x?y', 'https://172.16.4.1:8443'],
])('the room is found at %s', (text, origin) => {
  expect(roomOrigin(text)).toBe(origin);
});

test.each([
  ...[
    'http://felt.local',
    'http://8.8.8.8',
    'http://172.32.0.1',
    'http://192.168.1.20.evil.example',
  ],
  ...['http://192.168.1.20@evil.example', 'javascript:alert(1)', 'file://192.168.1.20/x', '', null],
])('nobody is sent into a room at %s', (text) => {
  expect(roomOrigin(text)).toBeNull();
});

test.each([
  ['https://core.example.com', 'https://core.example.com'],
  ['https://core.example.com:8443/x', 'https://core.example.com:8443'],
  ...[null, '', 'http://core.example.com', 'https://localhost:8090', 'https://192.168.1.5'].map(
    (text) => [text, null] as const,
  ),
  ...['https://felt.local', 'https://[::1]', 'not an address'].map((text) => [text, null] as const),
])('of %s phones anywhere can open %p', (text, origin) => {
  expect(publicOrigin(text)).toBe(origin);
});

const urlWith = (given: {
  readonly publicUrl?: string;
  readonly core?: string;
  readonly lan?: string;
}): string | null => {
  const venue = { publicUrl: given.publicUrl ?? null };
  return playerUrlOf(
    {
      auth: { venue: () => venue },
      coreOrigin: () => given.core ?? null,
      lanOrigin: () => given.lan ?? null,
    },
    't1',
  );
};

test('ACC-5: a QR code leads to the venue’s own address, else to the core, else to the leaf', () => {
  const all = {
    publicUrl: 'https://club.example',
    core: 'https://core.example',
    lan: 'http://10.0.0.7:8080',
  };
  const { publicUrl: _, ...linked } = all;
  const { core: __, ...alone } = linked;
  expect(urlWith(all)).toBe('https://club.example/t/t1');
  expect(urlWith(linked)).toBe('https://core.example/t/t1');
  expect(urlWith(alone)).toBe('http://10.0.0.7:8080/t/t1');
  expect(urlWith({})).toBeNull();
});
