import * as v from 'valibot';
import { isRefusal } from '../../src/kernel/decider.ts';
import type { Envelope } from '../../src/kernel/envelope.ts';
import { recorded, streamOf } from '../../src/kernel/envelope.ts';
import { uuid7 } from '../../src/kernel/ids.ts';
import { below, seeded } from '../../src/kernel/random.ts';
import type { RowWrite } from '../../src/kernel/room.ts';
import type { Now } from '../../src/kernel/time.ts';
import { SECOND } from '../../src/kernel/time.ts';
import { standard } from '../../src/poker/templates.ts';
import type { Command, Config } from '../../src/rooms/tournament/commands.ts';
import { configSchema } from '../../src/rooms/tournament/commands.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import type { State } from '../../src/rooms/tournament/state.ts';

type Omitted<T> = T extends unknown ? Omit<T, 'now' | 'seed'> : never;
type Order = Omitted<Command>;

/** What a night left behind: its events as they are stored, and the last row of every projection. */
export type Night = {
  readonly stream: string;
  readonly events: readonly Envelope[];
  readonly playerIds: readonly string[];
  readonly rows: readonly RowWrite[];
};

/** The last twelve digits of every id of a night: those of another night differ only there. */
export const markOf = (index: number): string => index.toString(16).padStart(12, '0');

const BEGUN_MS = 1_760_000_000_000;
const PLAYED_BY = 'f1007000-0000-7000-8000-000000000001';
const DEVICE = 'f1007000-0000-7000-8000-000000000002';
const PAYMENT = { method: 'cash' } as const;

const profile = (id: string, price: number, chips: number) => ({
  ...{ id, name: id, price, chips },
  rakes: [{ kind: 'percent' as const, name: 'House', basisPoints: 1_000 }],
});

/** A usual event of the house: rake, rebuys, add-ons, hitmen told. */
export const nightConfig = (): Config =>
  v.parse(configSchema, {
    name: 'Friday Night Main',
    currency: 'EUR',
    buyIns: [{ ...profile('buyIn', 110_00, standard.startingStack), bounty: 10_00 }],
    rebuys: { allowed: true, profiles: [profile('rebuy', 50_00, standard.startingStack)] },
    addOns: { allowed: true, profiles: [profile('addOn', 30_00, 15_000)] },
    hits: { track: true },
    chips: standard.chips,
  });

/** Plays commands one second after the other, as the handle would, in memory. */
const createTable = (mark: string) => {
  const events: Envelope[] = [];
  const rows = new Map<string, RowWrite>();
  let state: State = tournament.initial();
  let now: Now = { wallMs: BEGUN_MS, bootMs: 5_000_000, bootId: 'bench' };
  let made = 0;

  const newId = (): string => {
    made += 1;
    const tail = Buffer.from(mark, 'hex');
    return uuid7(now.wallMs, Buffer.concat([Buffer.from([0, made >> 14, made >> 8, made]), tail]));
  };

  const id = newId();
  const stream = streamOf(tournament.name, id);

  const record = ({ type, data }: TournamentEvent): void => {
    const envelope: Envelope = {
      ...{ id: newId(), stream, version: events.length + 1, type, schema: 1, at: now.wallMs },
      ...{ by: PLAYED_BY, device: DEVICE, cause: null },
      data: JSON.parse(JSON.stringify(data)),
    };
    events.push(structuredClone(envelope));
    const event = recorded<TournamentEvent>(envelope);
    state = tournament.evolve(state, event);
    for (const row of tournament.project(event, state, id))
      rows.set(JSON.stringify([row.table, row.key]), row);
  };

  const give = (order: Order): void => {
    now = { ...now, wallMs: now.wallMs + SECOND, bootMs: now.bootMs + SECOND };
    const command = { ...order, now, seed: `${mark}-${events.length}` } as Command;
    const answer = tournament.decide(state, command);
    if (isRefusal(answer)) throw new Error(`${order.type}: ${JSON.stringify(answer)}`);
    for (const fact of answer) record(fact);
  };

  return {
    newId,
    give,
    last: (): string => events.at(-1)?.id ?? '',
    done: () => ({ stream, events, rows: [...rows.values()] }),
  };
};

/**
 * A whole night by commands: everybody in, rebuys and undos on the way, busts by up to three until
 * one is left, entries closed, the end. Every id in it ends with the mark of `index`.
 */
export const playNight = (entries: number, index = 0): Night => {
  const mark = markOf(index);
  const table = createTable(mark);
  const random = seeded(mark);
  const { give, newId } = table;
  const ids = (count: number) => Array.from({ length: count }, newId);
  give({ type: 'create', config: nightConfig(), levels: [...standard.levels] });
  give({ type: 'openTables', tableIds: ids(Math.ceil(entries / 9)) });
  const [playerIds, live] = [ids(entries), ids(entries)];
  for (const [i, entryId] of live.entries())
    give({ type: 'buyIn', entryId, playerId: playerIds[i] ?? '', payment: PAYMENT });
  give({ type: 'start', paused: false });
  while (live.length > 1) {
    const size = Math.min(1 + below(random, 3), live.length - 1);
    const out = live.splice(below(random, live.length - size), size);
    const hitmen = [{ entryId: live[below(random, live.length)] ?? '', weight: 1 }];
    give({ type: 'bust', busts: out.map((entryId) => ({ entryId, hitmen })) });
    const turn = below(random, 10);
    if (turn === 0) {
      give({ type: 'undo', eventId: table.last(), reason: 'a slip' });
      live.push(...out);
    } else if (turn < 3) {
      const [entryId = ''] = out;
      give({ type: 'rebuy', entryId, times: 1, payment: PAYMENT });
      live.push(entryId);
    }
  }
  give({ type: 'setRegistration', open: false, reason: '' });
  give({ type: 'end' });
  return { ...table.done(), playerIds };
};
