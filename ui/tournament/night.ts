import type { Recorded } from '../../src/kernel/decider.ts';
import type { Now } from '../../src/kernel/time.ts';
import { clockAt } from '../../src/poker/clock.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { evolve } from '../../src/rooms/tournament/evolve.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import type { Names } from '../../src/rooms/tournament/views/players.ts';
import { get, post, reachable, session } from '../api.ts';
import { computed, effect, signal } from '../html.ts';
import type { HelloMessage, Wire } from '../live.ts';
import { connect, isMessage, keepUp, leafClock } from '../live.ts';

/** The tournament that is open, as folded here; a fresh object after every event. */
export type Night = { readonly id: string; readonly state: State; readonly names: Names };

export const night = signal<Night | null>(null);
/** The leaf knows no such tournament. */
export const missing = signal(false);
/** Counts up when the list of tournaments, screens or requests is no longer as it was. */
export const listsChanged = signal({ tournaments: 0, displays: 0, requests: 0 });

const clock = leafClock();
export const leafNow = (): Now => clock.now();

/** Beats five times a second while a page shows a clock. */
export const beat = signal(0);
setInterval(() => {
  beat.value += 1;
}, 200);

/** Time left in the level, ms, following the beat. */
export const position = computed(() => {
  beat.value;
  const now = night.value;
  return now === null ? null : clockAt(now.state.clock.anchor, leafNow());
});

/** What is played or prepared now, as folded here: a tap away in the header's switcher. */
export type Beside = { readonly id: string; readonly state: State };
export const beside = signal<readonly Beside[]>([]);

/** More than a floor runs at once; each weighs its whole state. */
const MOST_BESIDE = 8;

/** Names as they are known, kept beyond the tournament that brought them. */
let names: Names = {};
let wire: Wire | undefined;
let wanted: string | undefined;
/** Tournaments of the switcher, as the leaf's list has them, and every state folded here. */
let listed: readonly string[] = [];
const states = new Map<string, State>();

type Message =
  | (HelloMessage & { readonly now: Now })
  | {
      readonly type: 'snapshot';
      readonly tournamentId: string;
      readonly state: State;
      readonly now: Now;
    }
  | {
      readonly type: 'events';
      readonly tournamentId: string;
      readonly events: readonly Recorded<TournamentEvent>[];
      readonly now: Now;
    }
  | { readonly type: 'names'; readonly names: { readonly [id: string]: string | null } }
  | { readonly type: 'tournaments' }
  | { readonly type: 'displays' }
  | { readonly type: 'requests' }
  | {
      readonly type: 'error';
      readonly error: { readonly code: string };
      readonly tournamentId?: string;
    };
type Kind<T extends Message['type']> = Extract<Message, { type: T }>;

const rename = (changed: { readonly [id: string]: string | null }): void => {
  const known = Object.entries({ ...names, ...changed });
  names = Object.fromEntries(known.filter((pair): pair is [string, string] => pair[1] !== null));
  if (night.value !== null) night.value = { ...night.value, names };
};

const isFollowed = (id: string): boolean => id === wanted || listed.includes(id);

/** `evolve` changes the state in place; what is drawn from it is compared by identity. */
const fold = (id: string, folded: State): void => {
  const state = { ...folded };
  states.set(id, state);
  if (id === wanted) night.value = { id, state, names };
  if (listed.includes(id)) showBeside();
};

function showBeside(): void {
  beside.value = listed.flatMap((id) => {
    const state = states.get(id);
    return state === undefined ? [] : [{ id, state }];
  });
}

/** Events in order, each once; a gap means that something was missed, so all of it is asked anew. */
const foldIn = ({ tournamentId, events }: Kind<'events'>): void => {
  let state = states.get(tournamentId);
  if (state === undefined || !isFollowed(tournamentId)) return;
  for (const event of events) {
    if (event.version <= state.version) continue;
    if (event.version !== state.version + 1) {
      fold(tournamentId, state);
      ask(tournamentId);
      return;
    }
    state = evolve(state, event);
  }
  fold(tournamentId, state);
  // Taken back, here or on another device: as if it had never been.
  if (state.status === 'none') missing.value ||= tournamentId === wanted;
};

type Listed = { readonly id: string; readonly status: string; readonly startsAt?: string | null };

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Running ones, and those that begin today: the desk sells their entries already. */
const isNear = ({ status, startsAt }: Listed): boolean =>
  status === 'running' ||
  (status === 'setup' &&
    (!startsAt || Math.abs(Date.parse(startsAt) - clock.now().wallMs) < DAY_MS));

/** The leaf's list says which tournaments stand beside the one that is open. */
const readList = async (): Promise<void> => {
  const page = await get<{ items: readonly Listed[] }>('/tournaments?limit=100').catch(() => null);
  if (page === null) return;
  const running = page.items.filter(({ status }) => status === 'running');
  const others = page.items.filter(({ status }) => status !== 'running');
  const next = [...running, ...others].filter(isNear).slice(0, MOST_BESIDE);
  const before = listed;
  listed = next.map(({ id }) => id);
  for (const id of before) if (!isFollowed(id)) leave(id);
  for (const id of listed) if (!before.includes(id) && id !== wanted) ask(id);
  showBeside();
};

/** As folded here; undefined where neither the open one nor one of the switcher is it. */
export const stateOf = (id: string): State | undefined => states.get(id);

const leave = (id: string): void => {
  states.delete(id);
  wire?.send({ type: 'unsubscribe', tournamentId: id });
};

const hear = (message: unknown): void => {
  if (isMessage<Kind<'hello'>>(message, 'hello')) {
    clock.hear(message.now);
    keepUp(message);
  } else if (isMessage<Kind<'snapshot'>>(message, 'snapshot')) {
    clock.hear(message.now);
    if (isFollowed(message.tournamentId)) fold(message.tournamentId, message.state);
  } else if (isMessage<Kind<'events'>>(message, 'events')) {
    clock.hear(message.now);
    foldIn(message);
  } else if (isMessage<Kind<'names'>>(message, 'names')) rename(message.names);
  else if (isMessage<Kind<'tournaments'>>(message, 'tournaments')) {
    listsChanged.value = { ...listsChanged.value, tournaments: listsChanged.value.tournaments + 1 };
    void readList();
  } else if (isMessage<Kind<'displays'>>(message, 'displays'))
    listsChanged.value = { ...listsChanged.value, displays: listsChanged.value.displays + 1 };
  else if (isMessage<Kind<'requests'>>(message, 'requests')) requestsChanged();
  else if (isMessage<Kind<'error'>>(message, 'error') && message.error.code === 'NOT_FOUND')
    missing.value ||= message.tournamentId === wanted;
};

/** Its state, or only what came since where one is folded here. */
function ask(tournamentId: string): void {
  const state = states.get(tournamentId);
  const since = state === undefined ? {} : { version: state.version };
  wire?.send({ type: 'subscribe', tournamentId, ...since });
}

const requestsChanged = (): void => {
  listsChanged.value = { ...listsChanged.value, requests: listsChanged.value.requests + 1 };
};

const askAll = (): void => {
  // Some may have come while the line was down.
  requestsChanged();
  for (const id of new Set([...(wanted === undefined ? [] : [wanted]), ...listed])) ask(id);
  void readList();
};

/** Opens the line of a signed-in operator; it comes back by itself and goes on where it was. */
export const listen = (): void => {
  if (wire !== undefined) return;
  wire = connect({
    path: async () => {
      const { ticket } = await post<{ ticket: string }>('/auth/ticket');
      return `/ws/operator?ticket=${encodeURIComponent(ticket)}`;
    },
    onOpen: askAll,
    onMessage: hear,
  });
};

export const hangUp = (): void => {
  wire?.stop();
  wire = undefined;
  night.value = null;
  beside.value = [];
  listed = [];
  wanted = undefined;
  states.clear();
  names = {};
};

/** One that stands beside the open one is there at once. */
export const openNight = (id: string): void => {
  if (wanted === id && night.value?.id === id) return;
  const before = wanted;
  wanted = id;
  if (before !== undefined && before !== id && !isFollowed(before)) leave(before);
  missing.value = false;
  const state = states.get(id);
  night.value = state === undefined ? null : { id, state, names };
  if (state === undefined) ask(id);
};

/** Resolves once it holds of the open tournament, or after a second without. */
const until = (holds: (state: State) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, 1_000);
    const stop = effect(() => {
      if (night.value !== null && holds(night.value.state)) done();
    });
    function done() {
      clearTimeout(timer);
      // The effect may come true while it is being made.
      queueMicrotask(() => stop());
      resolve();
    }
  });

/** Once events up to this version were folded here. */
export const reached = (version: number): Promise<void> =>
  until((state) => state.version >= version);

/** Once this event, of which a refusal told, was folded here; at once for none. */
export const arrived = (eventId: string | undefined): Promise<void> =>
  eventId === undefined ? Promise.resolve() : until((state) => state.facts[eventId] !== undefined);

export const isLost = computed(() => wire?.status.value === 'lost' || !reachable.value);
export const mayAct = computed(() => {
  const role = session.value?.operator.role;
  return role === 'admin' || role === 'floor';
});
