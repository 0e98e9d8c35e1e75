import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { OfferedRelease } from '../../../src/core/releases/offer.ts';
import { inRollout, offerFor } from '../../../src/core/releases/offer.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 200);
const VENUES = Array.from({ length: 1_000 }, (_, i) => `venue-${i}`);
const NOW = 1_000;

const file = (base: number, name = `f-${base}`) => ({
  ...{ base, name, size: 100 },
  ...{ expiresAt: NOW + 1, keysIssued: 1 },
});

const release = (change: Partial<OfferedRelease> = {}): OfferedRelease => ({
  ...{ sequence: 182, version: '1.8.0', channel: 'stable', rollout: 100 },
  ...{ haltedAt: null, notes: null, files: [file(0)], ...change },
});

const asking = { channel: 'stable', venueId: 'venue-1', sequence: 181, nowMs: NOW };

describe('a roll-out', () => {
  test('COR-4: a wider one holds every venue of a narrower one; none reaches nobody, all everybody', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.uuid(), fc.nat(), percent, percent, (venue, build, a, b) => {
        const [narrow, wide] = [Math.min(a, b), Math.max(a, b)];
        expect(!inRollout(venue, build, narrow) || inRollout(venue, build, wide)).toBe(true);
        expect(inRollout(venue, build, 0)).toBe(false);
        expect(inRollout(venue, build, 100)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('COR-4: of a thousand venues a tenth gets about a tenth, and not the same ones each time', () => {
    const reached = (build: number) => VENUES.filter((venue) => inRollout(venue, build, 10));
    const [one, other] = [reached(182), reached(183)];
    for (const venues of [one, other]) {
      expect(venues.length).toBeGreaterThan(60);
      expect(venues.length).toBeLessThan(140);
    }
    expect(one.filter((venue) => other.includes(venue)).length).toBeLessThan(50);
  });
});

describe('what a leaf is offered', () => {
  test.each([
    ['the newest that is newer', [release(), release({ sequence: 190 })], 190],
    ['nothing where it runs the newest', [release({ sequence: 181 })], null],
    ['nothing that is older', [release({ sequence: 100 })], null],
    ['nothing that was halted', [release({ haltedAt: 5 })], null],
    ['the one before a halted one', [release(), release({ sequence: 190, haltedAt: 5 })], 182],
    ['nothing of another channel', [release({ channel: 'beta' })], null],
    ['nothing that is not rolled out', [release({ rollout: 0 })], null],
    ['nothing without its file', [release({ files: [] })], null],
    ['nothing that has expired', [release({ files: [{ ...file(0), expiresAt: NOW }] })], null],
  ])('COR-4: %s', (_, releases, expected) => {
    expect(offerFor(releases, asking)?.release.sequence ?? null).toBe(expected);
  });

  test('COR-4: the beta channel gets what is newest of both', () => {
    const both = [release(), release({ sequence: 190, channel: 'beta' })];
    expect(offerFor(both, { ...asking, channel: 'beta' })?.release.sequence).toBe(190);
    expect(offerFor(both, asking)?.release.sequence).toBe(182);
  });

  test('COR-4: a leaf of no venue waits until everybody gets it', () => {
    const nobody = { ...asking, venueId: null };
    expect(offerFor([release({ rollout: 99 })], nobody)).toBeNull();
    expect(offerFor([release()], nobody)?.release.sequence).toBe(182);
  });

  test('OPS-3: a delta is offered to the build that it needs, and to no other', () => {
    const releases = [release({ files: [file(0), file(181), file(170)] })];
    expect(offerFor(releases, asking)?.delta?.base).toBe(181);
    expect(offerFor(releases, { ...asking, sequence: 175 })?.delta).toBeNull();
    expect(offerFor(releases, { ...asking, sequence: 0 })?.delta).toBeNull();
  });
});
