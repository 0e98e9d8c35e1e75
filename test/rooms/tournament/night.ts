import * as v from 'valibot';
import type { Recorded } from '../../../src/kernel/decider.ts';
import { isRefusal } from '../../../src/kernel/decider.ts';
import type { Now } from '../../../src/kernel/time.ts';
import { SECOND } from '../../../src/kernel/time.ts';
import type { Level } from '../../../src/poker/blinds.ts';
import type { Command, Config, RefusalCode } from '../../../src/rooms/tournament/commands.ts';
import { configSchema } from '../../../src/rooms/tournament/commands.ts';
import type { TournamentEvent } from '../../../src/rooms/tournament/events.ts';
import { tournament } from '../../../src/rooms/tournament/room.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';

export type Event = Recorded<TournamentEvent>;
type Omitted<T> = T extends unknown ? Omit<T, 'now' | 'seed'> : never;
/** A command without time and chance: the night adds them. */
export type Order = Omitted<Command>;

export const round = (smallBlind: number, minutes = 20): Level => ({
  kind: 'round',
  game: "Hold'em",
  gameType: 'noLimit',
  smallBlind,
  bigBlind: smallBlind * 2,
  ante: 0,
  anteType: 'none',
  minutes,
});

export const LEVELS: Level[] = [
  round(100),
  round(200),
  { kind: 'break', minutes: 10 },
  round(300),
  round(400),
  round(600),
];

const profile = (id: string, price: number, chips: number) => ({ id, name: id, price, chips });

export const config = (over: Partial<v.InferInput<typeof configSchema>> = {}): Config =>
  v.parse(configSchema, {
    name: 'Friday',
    currency: 'EUR',
    buyIns: [profile('standard', 100_00, 10_000)],
    rebuys: { allowed: true, profiles: [profile('rebuy', 50_00, 10_000)] },
    addOns: { allowed: true, profiles: [profile('addOn', 30_00, 15_000)] },
    ...over,
  });

/** A tournament played in memory: each command decided, each event folded, one second after the other. */
export const night = (setup: { config?: Config; levels?: Level[] } = {}) => {
  const events: Event[] = [];
  let state = tournament.initial();
  let now: Now = { wallMs: 1_700_000_000_000, bootMs: 5_000_000, bootId: 'boot-1' };
  let count = 0;
  const record = (fact: TournamentEvent): Event => {
    const version = events.length + 1;
    const event: Event = { ...fact, id: `e${version}`, version, at: now.wallMs, by: 'floor' };
    events.push(structuredClone(event));
    state = tournament.evolve(state, event);
    return event;
  };
  const attempt = (order: Order) => {
    count += 1;
    const answer = tournament.decide(state, { ...order, now, seed: `seed-${count}` } as Command);
    return isRefusal(answer) ? answer : answer.map(record);
  };
  const self = {
    get state(): State {
      return state;
    },
    get events(): readonly Event[] {
      return events;
    },
    get now(): Now {
      return now;
    },
    attempt,
    /** Must be accepted; answers the events. */
    do: (order: Order): Event[] => {
      self.pass(SECOND);
      const answer = attempt(order);
      if (!Array.isArray(answer))
        throw new Error(`${order.type} refused: ${JSON.stringify(answer)}`);
      return answer;
    },
    /** Must be refused; answers the code, and nothing may have changed. */
    refused: (order: Order): RefusalCode => {
      const before = events.length;
      const answer = attempt(order);
      if (Array.isArray(answer)) throw new Error(`${order.type} was accepted`);
      if (events.length !== before) throw new Error('a refusal left events');
      return answer.refused;
    },
    pass: (ms: number) => {
      now = { ...now, wallMs: now.wallMs + ms, bootMs: now.bootMs + ms };
    },
    /** The wall clock jumps; boot time goes on. */
    jumpWall: (ms: number) => {
      now = { ...now, wallMs: now.wallMs + ms };
    },
    reboot: (bootId: string, bootMs = 10_000) => {
      now = { ...now, bootId, bootMs };
    },
    buyIn: (n: number, over: Partial<Extract<Order, { type: 'buyIn' }>> = {}): string => {
      const entryId = over.entryId ?? `n${n}`;
      self.do({ type: 'buyIn', playerId: `p${n}`, payment: { method: 'cash' }, ...over, entryId });
      return entryId;
    },
    bust: (entryId: string, ...hitmen: string[]) =>
      self.do({
        type: 'bustOne',
        entryId,
        hitmen: hitmen.map((id) => ({ entryId: id, weight: 1 })),
      }),
    undo: (eventId: string) => self.do({ type: 'undo', eventId, reason: '' }),
    redo: (eventId: string) => self.do({ type: 'redo', eventId, reason: '' }),
    last: (type: TournamentEvent['type']): string =>
      events.findLast((e) => e.type === type)?.id ?? '',
  };
  self.do({ type: 'create', config: setup.config ?? config(), levels: setup.levels ?? LEVELS });
  return self;
};

export type Night = ReturnType<typeof night>;

/** A running night with n players at enough tables, entries n1 … */
export const running = (n: number, setup: Parameters<typeof night>[0] = {}): Night => {
  const self = night(setup);
  const tables = Math.ceil(n / 9);
  const tableIds = Array.from({ length: tables }, (_, i) => `t${i + 1}`);
  self.do({ type: 'openTables', tableIds });
  for (let i = 1; i <= n; i++) self.buyIn(i);
  self.do({ type: 'start', paused: false });
  return self;
};
