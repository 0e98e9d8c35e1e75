import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Recorded } from '../../../src/kernel/decider.ts';
import { fold, isRefusal } from '../../../src/kernel/decider.ts';
import type { Command } from '../../../src/rooms/players/commands.ts';
import type { PlayerEvent } from '../../../src/rooms/players/events.ts';
import { player } from '../../../src/rooms/players/room.ts';
import type { State } from '../../../src/rooms/players/state.ts';
import { given } from '../../given.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 300);

const added: PlayerEvent = {
  type: 'player.added',
  data: { fields: ['firstName'], similar: [] },
};
const merged: PlayerEvent = { type: 'player.merged', data: { into: 'b' } };
const received: PlayerEvent = {
  type: 'player.mergeReceived',
  data: { from: 'a', fields: ['email'] },
};
const erased: PlayerEvent = { type: 'player.erased', data: {} };
const counts = { rows: 3, added: 2, updated: 0, skipped: 1, rejected: 0 };
const imported: PlayerEvent = { type: 'players.imported', data: counts };

const add: Command = { type: 'add', fields: ['firstName'], similar: [] };
const change: Command = { type: 'change', fields: ['phone'], isNamed: true };
const erase: Command = { type: 'erase', along: null };

describe('PLY-1: a player', () => {
  test('is added once', () => {
    given(player, []).when(add).then(added);
    given(player, [added]).when(add).refused('ALREADY_EXISTS');
    given(player, [imported]).when(add).refused('ALREADY_EXISTS');
  });

  test('GDP-1: a change says which fields, and no change says nothing', () => {
    given(player, [added])
      .when(change)
      .then({ type: 'player.profileChanged', data: { fields: ['phone'] } });
    given(player, [added])
      .when({ ...change, fields: [] })
      .then();
  });

  test('keeps a name to go by', () => {
    given(player, [added])
      .when({ ...change, isNamed: false })
      .refused('NAME_NEEDED');
  });

  test.each([
    ['unknown', []],
    ['erased', [added, erased]],
    ['an import', [imported]],
  ])('that is %s cannot be changed, merged or erased', (_, past) => {
    given(player, past).when(change).refused('NO_SUCH_PLAYER');
    given(player, past).when({ type: 'merge', into: 'b' }).refused('NO_SUCH_PLAYER');
    given(player, past)
      .when({ type: 'receiveMerge', from: 'a', fields: [] })
      .refused('NO_SUCH_PLAYER');
    given(player, past).when({ type: 'undoMerge', into: 'b' }).refused('NO_SUCH_PLAYER');
    given(player, past).when(erase).refused('NO_SUCH_PLAYER');
  });
});

describe('PLY-2: merging', () => {
  test('a merged player is somebody else, until that is taken back', () => {
    given(player, [added]).when({ type: 'merge', into: 'b' }).then(merged);
    given(player, [added, merged]).when(change).refused('MERGED');
    given(player, [added, merged]).when({ type: 'merge', into: 'c' }).refused('MERGED');
    given(player, [added, merged]).when({ type: 'undoMerge', into: 'c' }).refused('NO_SUCH_PLAYER');
    given(player, [added, merged])
      .when({ type: 'undoMerge', into: 'b' })
      .then({ type: 'player.merged.undone', data: { eventId: 'e2', into: 'b' } });
    given(player, [added]).when({ type: 'undoMerge', into: 'b' }).refused('NOT_MERGED');
  });

  test('the survivor remembers from whom, and gives back once', () => {
    const give: Command = { type: 'returnMerge', from: 'a', fields: ['email'] };
    const back: PlayerEvent = {
      type: 'player.mergeReceived.undone',
      data: { eventId: 'e2', from: 'a', fields: ['email'] },
    };
    given(player, [added, received]).when(give).then(back);
    given(player, [added, received, back]).when(give).refused('NOT_MERGED');
    given(player, [added, received, merged]).when(give).refused('MERGED');
  });

  test('GDP-1: who is merged is erased only along with the person', () => {
    given(player, [added, merged]).when(erase).refused('MERGED');
    given(player, [added, merged]).when({ type: 'erase', along: 'c' }).refused('MERGED');
    given(player, [added, merged]).when({ type: 'erase', along: 'b' }).then(erased);
    given(player, [added]).when(erase).then(erased);
  });

  test('an import leaves one record', () => {
    given(player, [])
      .when({ type: 'recordImport', ...counts })
      .then(imported);
    given(player, [added])
      .when({ type: 'recordImport', ...counts })
      .refused('ALREADY_EXISTS');
  });
});

/** Several streams, with commands that hold together or not at all. */
const world = (ids: readonly string[]) => {
  const events = new Map<string, Recorded<PlayerEvent>[]>(ids.map((id) => [id, []]));
  const stateOf = (id: string): State =>
    fold(player.evolve, player.initial(), structuredClone(events.get(id) ?? []));
  const give = (orders: readonly (readonly [string, Command])[]): boolean => {
    const before = new Map([...events].map(([id, all]) => [id, [...all]]));
    for (const [id, command] of orders) {
      const answer = player.decide(stateOf(id), command);
      if (isRefusal(answer)) {
        for (const [key, all] of before) events.set(key, all);
        return false;
      }
      const all = events.get(id) ?? [];
      for (const fact of answer) {
        const version = all.length + 1;
        all.push({ ...fact, id: `${id}${version}`, version, at: 0, by: 'floor' });
      }
    }
    return true;
  };
  return { stateOf, give };
};

test('PLY-2: merges never make a ring, and taking all of them back leaves everybody as before', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const pair = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.boolean());
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), (steps) => {
      const { stateOf, give } = world(ids);
      for (const id of ids) give([[id, add]]);
      const before = ids.map(stateOf);
      const done: [string, string][] = [];
      const undo = (from: string, into: string) =>
        give([
          [from, { type: 'undoMerge', into }],
          [into, { type: 'returnMerge', from, fields: [] }],
        ]);
      for (const [from, into, back] of steps) {
        if (back) {
          const last = done.pop();
          if (last !== undefined) expect(undo(...last)).toBe(true);
          continue;
        }
        const accepted = give([
          [from, { type: 'merge', into }],
          [into, { type: 'receiveMerge', from, fields: [] }],
        ]);
        if (accepted) done.push([from, into]);
        for (const start of ids) {
          let id = start;
          for (let left = ids.length; left > 0; left--) id = stateOf(id).merged?.into ?? id;
          expect(stateOf(id).status).toBe('active');
        }
      }
      for (const last of done.reverse()) expect(undo(...last)).toBe(true);
      expect(ids.map(stateOf)).toEqual(before);
    }),
    { numRuns: RUNS },
  );
});
