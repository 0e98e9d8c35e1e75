import { describe, expect, test } from 'bun:test';
import type { Now } from '../../../src/kernel/time.ts';
import type { View } from '../../../src/rooms/displays/commands.ts';
import type { Display } from '../../../src/rooms/displays/state.ts';
import { fresh } from '../../../src/rooms/displays/state.ts';
import { clockHolders, holding, shownOn } from '../../../src/rooms/displays/views.ts';

const NOW: Now = { wallMs: 1_000_000, bootMs: 50_000, bootId: 'boot' };
const at = (ms: number): Now => ({ ...NOW, wallMs: NOW.wallMs + ms, bootMs: NOW.bootMs + ms });

const screen = (nodeId: string, over: Partial<Display> = {}): Display => ({
  ...{ ...fresh(nodeId), name: nodeId, tournamentId: 't1' },
  ...over,
});
const turns = (...views: View[]) => views.map((view) => ({ view, seconds: 20 }));
const over = (view: View, tournamentId: string | null = null, until: Now | null = null) => ({
  override: { id: 'o', view, tournamentId, until },
});
const bust = { onBust: { view: 'rankings', seconds: 20 } } as const;

describe('DSP-4: what a screen shows', () => {
  const CYCLE = turns('clock', 'rankings');
  const plain = { view: 'clock', tournamentId: 't1', cycle: [], onBust: null } as const;
  test.each<[string, Partial<Display>, object]>([
    ['its view', { view: 'seating' }, { ...plain, view: 'seating' }],
    ['its cycle and on-bust view', { cycle: CYCLE, ...bust }, { ...plain, cycle: CYCLE, ...bust }],
    ['nothing without a tournament', { tournamentId: null }, { view: 'unassigned', cycle: [] }],
    [
      'the lobby without a tournament, and then nothing else',
      { tournamentId: null, view: 'lobby', cycle: turns('lobby', 'rankings'), ...bust },
      { view: 'lobby', tournamentId: null, cycle: turns('lobby'), onBust: null },
    ],
    [
      'an override, whose playlist rests, on its own tournament',
      { cycle: CYCLE, ...bust, ...over('rankings') },
      { ...plain, view: 'rankings' },
    ],
    ['an override on another one', over('clock', 't2'), { ...plain, tournamentId: 't2' }],
    [
      'an override with a tournament, also where it had none',
      { tournamentId: null, ...over('clock', 't2') },
      { view: 'clock', tournamentId: 't2' },
    ],
    [
      'its own where an override leaves nothing to show',
      { tournamentId: null, ...over('rankings') },
      { view: 'unassigned', tournamentId: null },
    ],
    ['its own again after the time', over('rankings', null, at(0)), plain],
    ['an override until then', over('rankings', null, at(1)), { view: 'rankings' }],
    ['its own while it is locked', { locked: true, ...over('rankings') }, plain],
  ])('%s', (_, own, wanted) => {
    expect(shownOn(screen('a', own), NOW)).toMatchObject(wanted);
  });

  test('the one clock of a tournament is the clock and nothing else', () => {
    const shown = shownOn(screen('a', { view: 'rankings', cycle: CYCLE, ...bust }), NOW);
    expect(holding(shown)).toEqual(plain);
  });
});

describe('DSP-4: one screen always holds the clock', () => {
  const cycle = turns('clock', 'rankings');
  test.each<[string, Display[], string[]]>([
    ['one screen alone may cycle', [screen('a', { cycle })], []],
    ['a fixed clock is enough', [screen('a', { cycle }), screen('b')], []],
    [
      'of two that cycle, the first by name',
      [screen('b', { cycle }), screen('a', { cycle })],
      ['a'],
    ],
    ['then by id', [screen('y', { name: 'TV', cycle }), screen('x', { name: 'TV', cycle })], ['x']],
    [
      'a clock that changes on a bust is none',
      [screen('a', { ...bust }), screen('b', { view: 'seating' })],
      ['a'],
    ],
    [
      'a cycle rather than a view of its own',
      [screen('a', { view: 'seating' }), screen('b', { cycle })],
      ['b'],
    ],
    [
      'views of their own: the first gives way',
      [screen('a', { view: 'seating' }), screen('b', { view: 'rankings' })],
      ['a'],
    ],
    [
      'an override of all leaves one clock',
      [screen('b', over('rankings')), screen('a', over('rankings'))],
      ['a'],
    ],
    [
      'a locked one is the last to give way',
      [screen('a', { view: 'seating', locked: true }), screen('b', over('rankings'))],
      ['b'],
    ],
    [
      'a cycle rests before an override does, also where it is locked',
      [screen('a', over('rankings')), screen('b', { cycle, locked: true })],
      ['b'],
    ],
    [
      'each tournament by itself; the lobby and the unassigned are nobody’s',
      [
        ...[screen('a', { cycle }), screen('b', { cycle, tournamentId: 't2' })],
        ...[screen('c', { tournamentId: 't2', cycle }), screen('d', { view: 'lobby' })],
        ...[screen('e', { tournamentId: null }), screen('f', { tournamentId: null })],
      ],
      ['b'],
    ],
    [
      'where an override takes the clock away, another one holds it',
      [screen('a', over('clock', 't2')), screen('b', { cycle }), screen('c', { cycle })],
      ['b'],
    ],
  ])('%s', (_, screens, wanted) => {
    expect([...clockHolders(screens, NOW)]).toEqual(wanted);
  });
});
