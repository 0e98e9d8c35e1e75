import { expect, test } from 'bun:test';
import { cautionOf, cautionWords } from '../../../src/core/venues/reach.ts';

test.each([
  ['nothing was said', {}, 'here'],
  ['the hub was not named', { url: 'https://core.example.org' }, 'here'],
  [
    'the hub is this machine',
    { url: 'https://core.example.org', hub: 'tls://localhost:7422' },
    'here',
  ],
  ['the core is this machine', { url: 'http://127.0.0.1:8090', hub: 'hub.example.org' }, 'here'],
  ['leaves would not take it', { url: 'http://core.lan:8090', hub: 'hub.example.org' }, 'plain'],
  ['all is well', { url: 'https://core.example.org', hub: 'hub.example.org:7422' }, null],
] as const)('a code is told with what is in its way: %s', (_, config, caution) => {
  expect(cautionOf({ url: undefined, hub: undefined, ...config })).toBe(caution);
  expect(cautionWords(caution) === '').toBe(caution === null);
});
