import type { Handle } from '../../src/log/handle.ts';
import type { Command } from '../../src/rooms/tournament/commands.ts';
import { tournamentState } from '../../src/rooms/tournament/room.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { isLive, stands } from '../../src/rooms/tournament/state.ts';
import { documentChanged } from '../../src/sync/documents.ts';
import { config, LEVELS } from '../rooms/tournament/night.ts';

type Omitted<T> = T extends unknown ? Omit<T, 'now' | 'seed'> : never;
type Order = Omitted<Command>;
/** What to try, and numbers that pick whom and how much. */
export type Wish = { readonly what: number; readonly a: number; readonly b: number };

const payment = { method: 'cash' } as const;

const pick = (list: readonly string[], n: number): string =>
  list[n % Math.max(1, list.length)] ?? '';

const liveIds = (state: State): readonly string[] =>
  Object.values(state.entries)
    .filter(isLive)
    .map(({ id }) => id);

const factIds = (state: State, standing: boolean): readonly string[] =>
  Object.keys(state.facts).filter((id) => stands(state, id) === standing);

const bust = (state: State, a: number, b: number): Order => {
  const live = liveIds(state);
  const [entryId, hitman] = [pick(live, a), pick(live, b)];
  const hitmen = hitman === entryId ? [] : [{ entryId: hitman, weight: 1 }];
  return { type: 'bust', busts: [{ entryId, hitmen }] };
};

/** What a floor would try now; the room refuses what makes no sense. */
const orderOf = (state: State, { what, a, b }: Wish): Order => {
  if (state.version === 0) return { type: 'create', config: config(), levels: LEVELS };
  if (Object.keys(state.tables).length === 0) return { type: 'openTables', tableIds: ['t1', 't2'] };
  if (what < 40) return { type: 'buyIn', entryId: `n${a}`, playerId: `p${b % 30}`, payment };
  if (what < 55) return bust(state, a, b);
  if (what < 60)
    return { type: 'rebuy', entryId: pick(Object.keys(state.entries), a), times: 1, payment };
  if (what < 65) return { type: 'addOn', entryId: pick(liveIds(state), a), times: 1, payment };
  if (what < 73) return { type: 'undo', eventId: pick(factIds(state, true), a), reason: '' };
  if (what < 77) return { type: 'redo', eventId: pick(factIds(state, false), a), reason: '' };
  if (what < 85) return { type: 'start', paused: false };
  if (what < 90) return { type: 'pause' };
  if (what < 95) return { type: 'resume' };
  return { type: 'advance' };
};

/** Gives one command to one of two tournaments. Refusals are fine, and so is a crash in between. */
export const play = async (handle: Handle, wallMs: number, wish: Wish): Promise<void> => {
  const stream = `tournament:t${wish.b % 7 === 0 ? 2 : 1}`;
  const { state } = await handle.read(stream);
  const now = { wallMs, bootMs: wallMs, bootId: 'boot' };
  const order = orderOf(tournamentState(state), wish);
  const command = { ...order, now, seed: `${wish.a}` };
  await handle.execute({ stream, command, by: 'floor', device: null });
};

const profileRow = (id: string, wish: Wish) => ({
  table: 'profiles',
  key: { id },
  row: { firstName: `Ann ${wish.a}`, lastName: `${wish.b}` },
});

/** Adds, changes or erases a person: profile, event and the document to send in one commit. */
export const change = async (handle: Handle, wish: Wish): Promise<void> => {
  const id = `p${wish.a % 5}`;
  const stream = `player:${id}`;
  const { version } = await handle.read(stream);
  const erased = version > 0 && wish.b % 6 === 0;
  const command =
    version === 0
      ? { type: 'add', fields: ['firstName'], similar: [] }
      : erased
        ? { type: 'erase' }
        : { type: 'change', fields: ['firstName'], isNamed: true };
  const rows = [
    erased ? { table: 'profiles', key: { id }, row: null } : profileRow(id, wish),
    documentChanged({ kind: 'player', id, rev: version + 1 }),
  ];
  await handle.execute({ stream, command, ifVersion: version, rows, by: 'floor', device: null });
};
