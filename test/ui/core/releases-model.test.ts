import { describe, expect, test } from 'bun:test';
import type { ReleaseLine, RunningLine } from '../../../src/core/app.ts';
import {
  alarming,
  failuresOf,
  inOrder,
  sharesOf,
  stateOf,
} from '../../../ui/core/releases-model.ts';

const NOW = 1_000_000;

const release = (change: Partial<ReleaseLine> = {}): ReleaseLine => ({
  ...{ product: 'felt-leaf', sequence: 182, version: '1.8.0', channel: 'stable' },
  ...{
    signedFor: 'stable',
    rollout: 100,
    haltedAt: null,
    haltedWhy: null,
    notes: null,
    addedAt: 0,
  },
  files: [{ target: 'linux-x64', size: 1, expiresAt: NOW + 1, deltas: [] }],
  venues: { running: 0, offered: 0, wentBack: 0, refused: 0 },
  ...change,
});

const venue = (id: string, change: Partial<RunningLine> = {}): RunningLine => ({
  ...{ id, name: id, version: '1.7.0', sequence: 181, target: 'linux-x64', channel: 'stable' },
  ...{ heardAt: 0, offered: null, outcomes: [], ...change },
});

const outcome = (name: string, sequence = 182) => ({
  ...{ sequence, outcome: name, reason: 'watchdog', seenAt: 5 },
});

describe('the page of releases', () => {
  test('COR-4: a release is in one state, the worst of what holds', () => {
    expect(stateOf(release(), NOW)).toBe('all');
    expect(stateOf(release({ rollout: 25 }), NOW)).toBe('partly');
    expect(stateOf(release({ rollout: 0 }), NOW)).toBe('held');
    expect(stateOf(release(), NOW + 1)).toBe('expired');
    expect(stateOf(release({ haltedAt: 5 }), NOW + 1)).toBe('halted');
  });

  test('COR-4: one that halted itself is told of until a newer one of its channel is on its way', () => {
    const halted = release({ haltedAt: 5, haltedWhy: 'rolledBack' });
    expect(alarming([halted])).toBe(halted);
    const refused = release({ haltedAt: 5, haltedWhy: 'refused' });
    expect(alarming([refused])).toBe(refused);
    expect(alarming([release({ haltedAt: 5, haltedWhy: 'asked' })])).toBeUndefined();
    const newer = (change: Partial<ReleaseLine>) => [release({ sequence: 190, ...change }), halted];
    expect(alarming(newer({ rollout: 10 }))).toBeUndefined();
    expect(alarming(newer({ rollout: 0 }))).toBe(halted);
    expect(alarming(newer({ channel: 'beta' }))).toBe(halted);
    expect(alarming(newer({ haltedAt: 6, haltedWhy: 'asked' }))).toBe(halted);
  });

  test('COR-4: the bar is of all venues, and leaves out what is none', () => {
    const venues = { running: 3, offered: 0, wentBack: 1, refused: 0 };
    expect(sharesOf(release({ venues }), 10)).toEqual([
      { part: 'running', percent: 30 },
      { part: 'wentBack', percent: 10 },
    ]);
    expect(sharesOf(release(), 0)).toEqual([]);
  });

  test('COR-4: where an update went back stands first, then who gets one, then the rest by name', () => {
    const all = [
      venue('a'),
      venue('b', { offered: 182 }),
      venue('c', { outcomes: [outcome('rolledBack')] }),
      // It went back once, and got over it.
      venue('e', { outcomes: [outcome('refused')] }),
      venue('d', { outcomes: [outcome('confirmed', 190), outcome('rolledBack')] }),
    ];
    expect(inOrder(all).map(({ id }) => id)).toEqual(['c', 'e', 'b', 'a', 'd']);
    expect(failuresOf(all, 182).map((one) => one.venue.id)).toEqual(['c', 'e', 'd']);
    expect(failuresOf(all, 190)).toEqual([]);
  });
});
