import { describe, expect, test } from 'bun:test';
import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import type { SignedKeys } from '../../../scripts/release/signed-keys.ts';
import type { ReleaseHeader } from '../../../src/server/release/file.ts';
import type { SigningKey } from '../../../src/server/release/keys.ts';
import { keyId, makePrivateKey, publicKeyOf, signBytes } from '../../../src/server/release/keys.ts';
import type { ReleaseCode } from '../../../src/server/release/refusal.ts';
import { checkRelease } from '../../../src/server/release/verify.ts';
import type { Build } from '../../../src/server/version.ts';
import { FACTS, RELEASED_AT, releaseKeys } from '../../release-files.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 100);
const DAY = 86_400_000;
const keys = releaseKeys();
const stranger = createPrivateKey(makePrivateKey().pem);

const own: Build = {
  ...{ product: 'felt-leaf', version: '1.7.0', sequence: 181 },
  ...{ commit: null, target: 'linux-x64' },
};
const MANIFEST = {
  ...{ type: 'felt-release', ...FACTS, size: 100, sha256: 'a'.repeat(64) },
  packed: { size: 50, sha256: 'b'.repeat(64) },
};

const headerOf = ({
  list = keys.list(),
  manifest = {},
  by = keys.key,
}: {
  readonly list?: SignedKeys;
  readonly manifest?: object;
  readonly by?: typeof keys.key;
} = {}): ReleaseHeader => {
  const bytes = Buffer.from(JSON.stringify({ ...MANIFEST, ...manifest }));
  const key = keyId(publicKeyOf(by));
  return {
    ...{ keys: list, body: { body: 'whole' }, bodyAt: 0 },
    manifest: { bytes, key, signature: signBytes(bytes, by) },
  };
};

const machine = {
  ...{ roots: keys.roots, own, nowMs: RELEASED_AT },
  channel: 'stable',
  held: { confirmedSequence: 181, minSequence: 170, keysIssued: 0 },
} as const;

const codeOf = (
  header: ReleaseHeader,
  change: Partial<Parameters<typeof checkRelease>[0]> = {},
): ReleaseCode | 'ok' => {
  const found = checkRelease({ header, ...machine, ...change });
  return found.ok ? 'ok' : found.code;
};

const revoked: SigningKey = { ...keys.own, revoked: '2026-05-02T00:00:00.000Z' };
const { signature: signed } = headerOf().manifest;

describe('what a machine takes', () => {
  test('OPS-3: a release that is signed, newer, and for this machine is taken with all it says', () => {
    const found = checkRelease({ header: headerOf(), ...machine });
    expect(found).toMatchObject({ ok: true, manifest: { sequence: 182, version: '1.8.0' } });
    expect(found.keysIssued).toBe(Date.parse('2026-05-01T00:00:00.000Z'));
  });

  const roots = keys.rootKeys;
  const faults: readonly (readonly [
    string,
    ReleaseCode,
    ReleaseHeader,
    Partial<Parameters<typeof checkRelease>[0]>?,
  ])[] = [
    ['a build without root keys', 'NO_ROOTS', headerOf(), { roots: [] }],
    ['no root signature', 'ROOT_SIGNATURES', headerOf({ list: keys.list({}, []) })],
    ['one root signature', 'ROOT_SIGNATURES', headerOf({ list: keys.list({}, roots.slice(2)) })],
    [
      'the same root twice',
      'ROOT_SIGNATURES',
      headerOf({ list: keys.list({}, roots.slice(0, 1).concat(roots.slice(0, 1))) }),
    ],
    [
      'a stranger beside two roots',
      'ROOT_SIGNATURES',
      headerOf({ list: keys.list({}, [...roots.slice(0, 2), stranger]) }),
    ],
    [
      'other roots than those of the build',
      'ROOT_SIGNATURES',
      headerOf(),
      { roots: releaseKeys().roots },
    ],
    [
      'a list that was signed for another one',
      'ROOT_SIGNATURES',
      headerOf({ list: { ...keys.list(), signatures: keys.list({ keys: [revoked] }).signatures } }),
    ],
    [
      'an older list than one seen',
      'KEYS_OLDER',
      headerOf(),
      { held: { ...machine.held, keysIssued: RELEASED_AT } },
    ],
    ['a key that is not on the list', 'KEY_UNKNOWN', headerOf({ by: stranger })],
    ['a revoked key', 'KEY_REVOKED', headerOf({ list: keys.list({ keys: [revoked] }) })],
    [
      'an expired key',
      'KEY_EXPIRED',
      headerOf(),
      { nowMs: Date.parse('2100-01-01T00:00:00.000Z') },
    ],
    [
      'a manifest that was changed',
      'SIGNATURE',
      {
        ...headerOf(),
        manifest: { ...headerOf({ manifest: { sequence: 999 } }).manifest, signature: signed },
      },
    ],
    ['a manifest of another kind', 'MANIFEST', headerOf({ manifest: { type: 'felt-keys' } })],
    ['a size that no executable has', 'MANIFEST', headerOf({ manifest: { size: 10 ** 10 } })],
    ['another product', 'PRODUCT', headerOf({ manifest: { product: 'felt-core' } })],
    ['any product, for a checkout', 'PRODUCT', headerOf(), { own: { ...own, product: 'felt' } }],
    ['another kind of machine', 'TARGET', headerOf({ manifest: { target: 'linux-arm64' } })],
    ['a channel that was not asked for', 'CHANNEL', headerOf({ manifest: { channel: 'beta' } })],
    ['the very release that runs', 'OLDER', headerOf({ manifest: { sequence: 181 } })],
    ['an older release', 'OLDER', headerOf({ manifest: { sequence: 180 } })],
    [
      'one older than what was confirmed, after a rollback',
      'OLDER',
      headerOf(),
      { held: { ...machine.held, confirmedSequence: 190 } },
    ],
    [
      'one below the minimum that a release set',
      'BELOW_MINIMUM',
      headerOf(),
      { held: { ...machine.held, minSequence: 200 } },
    ],
    [
      'a store that is newer than it can read',
      'SCHEMA',
      headerOf(),
      { held: { ...machine.held, schema: 2 } },
    ],
    [
      'an expired release',
      'EXPIRED',
      headerOf({ manifest: { expires: '2026-05-31T00:00:00.000Z' } }),
    ],
  ];
  test.each(faults)('OPS-3: %s is refused as %s', (_, code, header, change = {}) => {
    expect(codeOf(header, change)).toBe(code);
  });

  test('OPS-3: the confirmed release itself is taken where an older one had to take over', () => {
    const held = { ...machine.held, confirmedSequence: 182 };
    expect(codeOf(headerOf(), { held })).toBe('ok');
    expect(codeOf(headerOf(), { held, own: { ...own, sequence: 182 } })).toBe('OLDER');
    expect(codeOf(headerOf(), { held: { ...held, confirmedSequence: 183 } })).toBe('OLDER');
  });

  /** One fault of each kind, in the order in which they are looked for. */
  const order: readonly (readonly [
    ReleaseCode,
    {
      readonly header?: Parameters<typeof headerOf>[0];
      readonly held?: object;
      readonly rest?: Partial<Parameters<typeof checkRelease>[0]>;
      readonly spoilt?: boolean;
    },
  ])[] = [
    ['NO_ROOTS', { rest: { roots: [] } }],
    ['ROOT_SIGNATURES', { header: { list: keys.list({}, []) } }],
    ['KEYS_OLDER', { held: { keysIssued: RELEASED_AT } }],
    ['KEY_REVOKED', { header: { list: keys.list({ keys: [revoked] }) } }],
    ['KEY_EXPIRED', { rest: { nowMs: Date.parse('2100-01-01T00:00:00.000Z') } }],
    ['SIGNATURE', { spoilt: true }],
    ['MANIFEST', { header: { manifest: { type: 'felt-keys' } } }],
    ['PRODUCT', { header: { manifest: { product: 'felt-core' } } }],
    ['TARGET', { header: { manifest: { target: 'linux-arm64' } } }],
    ['CHANNEL', { header: { manifest: { channel: 'beta' } } }],
    ['OLDER', { header: { manifest: { sequence: 160 } } }],
    ['BELOW_MINIMUM', { held: { minSequence: 200 } }],
    ['SCHEMA', { held: { schema: 2 } }],
    ['EXPIRED', { header: { manifest: { expires: '2026-05-31T00:00:00.000Z' } } }],
  ];
  const pairs = order.slice(1).map((later, i) => [order[i]?.[0] ?? '', later[0], i] as const);
  test.each(pairs)('OPS-3: %s is looked for before %s', (code, _, i) => {
    const two = order.slice(i, i + 2).map(([, fault]) => fault);
    const manifest = Object.assign({}, ...two.map(({ header }) => header?.manifest));
    const header = headerOf(Object.assign({}, ...two.map((one) => one.header), { manifest }));
    const isSpoilt = two.some(({ spoilt }) => spoilt);
    const given = isSpoilt
      ? { ...header, manifest: { ...header.manifest, signature: `${'A'.repeat(85)}A` } }
      : header;
    const held = Object.assign({}, machine.held, ...two.map((one) => one.held));
    expect(codeOf(given, { held, ...Object.assign({}, ...two.map(({ rest }) => rest)) })).toBe(
      code as ReleaseCode,
    );
  });

  test('OPS-3: every refusal says in words what to do', () => {
    for (const [, , header, change] of faults) {
      const found = checkRelease({ header, ...machine, ...change });
      expect(found.ok ? '' : found.message).toMatch(/\w+ \w+/u);
    }
  });

  test('OPS-3: where the clock is not known to be right nothing expires, and nothing older comes in', () => {
    const expired = { expires: '2020-01-01T00:00:00.000Z' };
    expect(codeOf(headerOf({ manifest: expired }), { nowMs: null })).toBe('ok');
    const older = headerOf({ manifest: { ...expired, sequence: 180 } });
    expect(codeOf(older, { nowMs: null })).toBe('OLDER');
    const list = keys.list({ keys: [revoked] });
    expect(codeOf(headerOf({ list }), { nowMs: null })).toBe('KEY_REVOKED');
  });

  test('OPS-3: a machine of the beta channel takes what is stable, too', () => {
    expect(codeOf(headerOf(), { channel: 'beta' })).toBe('ok');
    expect(codeOf(headerOf({ manifest: { channel: 'beta' } }), { channel: 'beta' })).toBe('ok');
  });

  test('OPS-3: a store within what it reads is no hindrance, nor is none at all', () => {
    const header = headerOf({ manifest: { schema: { reads: [3, 5], writes: 5, oldest: 4 } } });
    for (const schema of [3, 4, 5, null]) {
      expect(codeOf(header, { held: { ...machine.held, schema } })).toBe('ok');
    }
    expect(codeOf(header, { held: { ...machine.held, schema: 6 } })).toBe('SCHEMA');
  });

  test('OPS-3: a key that was once seen as revoked never signs anything in again', () => {
    const at = (day: number) => new Date(RELEASED_AT - 50 * DAY + day * DAY).toISOString();
    const days = fc.integer({ min: 0, max: 40 });
    // Who revokes a key keeps it revoked on every later list; older lists go around for ever.
    const story = fc.tuple(days, fc.array(days, { minLength: 1, maxLength: 20 }));
    fc.assert(
      fc.property(story, ([revokedOn, seen]) => {
        let keysIssued = 0;
        let wasSeen = false;
        for (const day of seen) {
          const isRevoked = day >= revokedOn;
          const list = keys.list({ issued: at(day), keys: [isRevoked ? revoked : keys.own] });
          const held = { ...machine.held, keysIssued };
          const found = checkRelease({ header: headerOf({ list }), ...machine, held });
          wasSeen ||= isRevoked;
          expect(found.ok && wasSeen).toBe(false);
          keysIssued = Math.max(keysIssued, found.keysIssued ?? 0);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
