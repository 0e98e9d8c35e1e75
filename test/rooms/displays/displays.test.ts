import { test } from 'bun:test';
import { displays } from '../../../src/rooms/displays/room.ts';
import { given } from '../../given.ts';

const named = (nodeId: string, name: string) =>
  ({ type: 'display.named', data: { nodeId, name, group: '' } }) as const;
const assigned = (nodeId: string, tournamentId: string | null) =>
  ({
    type: 'display.assigned',
    data: { nodeId, tournamentId, view: 'clock', theme: 'dark' },
  }) as const;

test('DSP-1: naming and assigning a screen are two facts, and only what changes is one', () => {
  given(displays, [])
    .when({ type: 'set', nodeId: 'tv', name: 'Bar', tournamentId: 't1' })
    .then(named('tv', 'Bar'), assigned('tv', 't1'));
  given(displays, [named('tv', 'Bar'), assigned('tv', 't1')])
    .when({ type: 'set', nodeId: 'tv', name: 'Bar', tournamentId: 't1' })
    .then();
  given(displays, [named('tv', 'Bar'), assigned('tv', 't1')])
    .when({ type: 'set', nodeId: 'tv', tournamentId: null })
    .then(assigned('tv', null));
});

test('DSP-1: a screen that was removed is unknown again; one that never was cannot be removed', () => {
  const removed = { type: 'display.removed', data: { nodeId: 'tv' } } as const;
  given(displays, [named('tv', 'Bar')])
    .when({ type: 'remove', nodeId: 'tv' })
    .then(removed);
  given(displays, [named('tv', 'Bar'), removed])
    .when({ type: 'remove', nodeId: 'tv' })
    .refused('NOT_FOUND');
  given(displays, [named('tv', 'Bar'), assigned('tv', 't1'), removed])
    .when({ type: 'set', nodeId: 'tv', theme: 'light' })
    .then({
      type: 'display.assigned',
      data: { nodeId: 'tv', tournamentId: null, view: 'clock', theme: 'light' },
    });
});

test('500 screens are enough, and the known ones still change', () => {
  const all = Array.from({ length: 500 }, (_, i) => named(`tv${i}`, 'TV'));
  given(displays, all)
    .when({ type: 'set', nodeId: 'one-more', name: 'TV' })
    .refused('TOO_MANY_DISPLAYS');
  given(displays, all).when({ type: 'set', nodeId: 'tv7', name: 'Bar' }).then(named('tv7', 'Bar'));
});
