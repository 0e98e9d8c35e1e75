import type { Recorded } from '../../src/kernel/decider.ts';
import type { Now } from '../../src/kernel/time.ts';
import { clockAt } from '../../src/poker/clock.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { evolve } from '../../src/rooms/tournament/evolve.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import type { Names } from '../../src/rooms/tournament/views/players.ts';
import { post, reachable, session } from '../api.ts';
import { computed, effect, signal } from '../html.ts';
import type { Wire } from '../live.ts';
import { connect, isMessage, leafClock } from '../live.ts';

/** The tournament that is open, as folded here; a fresh object after every event. */
export type Night = { readonly id: string; readonly state: State; readonly names: Names };

export const night = signal<Night | null>(null);
/** The leaf knows no such tournament. */
export const missing = signal(false);
/** Counts up when the list of tournaments or of screens is no longer as it was. */
export const listsChanged = signal({ tournaments: 0, displays: 0 });

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

/** Names as they are known, kept beyond the tournament that brought them. */
let names: Names = {};
let wire: Wire | undefined;
let wanted: string | undefined;

type Message =
  | { readonly type: 'hello'; readonly build: string; readonly now: Now }
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
  | { readonly type: 'error'; readonly error: { readonly code: string } };
type Kind<T extends Message['type']> = Extract<Message, { type: T }>;

const RELOADED = 'felt-reloaded';

/** Another build is served: load it, but only once, should the leaf be of two minds. */
const checkBuild = (build: string): void => {
  const own = document.documentElement.dataset['build'];
  if (own === undefined || build === '' || own === build) return;
  if (sessionStorage.getItem(RELOADED) === build) return;
  sessionStorage.setItem(RELOADED, build);
  location.reload();
};

const rename = (changed: { readonly [id: string]: string | null }): void => {
  const known = Object.entries({ ...names, ...changed });
  names = Object.fromEntries(known.filter((pair): pair is [string, string] => pair[1] !== null));
  if (night.value !== null) night.value = { ...night.value, names };
};

/** Events in order, each once; a gap means that something was missed, so all of it is asked anew. */
const foldIn = ({ tournamentId, events }: Kind<'events'>): void => {
  const now = night.value;
  if (now === null || now.id !== tournamentId) return;
  let { state } = now;
  for (const event of events) {
    if (event.version <= state.version) continue;
    if (event.version !== state.version + 1) {
      subscribe();
      return;
    }
    state = evolve(state, event);
  }
  // `evolve` changes the state in place; what is drawn from it is compared by identity.
  night.value = { id: now.id, state: { ...state }, names };
};

const hear = (message: unknown): void => {
  if (isMessage<Kind<'hello'>>(message, 'hello')) {
    clock.hear(message.now);
    checkBuild(message.build);
  } else if (isMessage<Kind<'snapshot'>>(message, 'snapshot')) {
    clock.hear(message.now);
    if (message.tournamentId === wanted)
      night.value = { id: message.tournamentId, state: message.state, names };
  } else if (isMessage<Kind<'events'>>(message, 'events')) {
    clock.hear(message.now);
    foldIn(message);
  } else if (isMessage<Kind<'names'>>(message, 'names')) rename(message.names);
  else if (isMessage<Kind<'tournaments'>>(message, 'tournaments'))
    listsChanged.value = { ...listsChanged.value, tournaments: listsChanged.value.tournaments + 1 };
  else if (isMessage<Kind<'displays'>>(message, 'displays'))
    listsChanged.value = { ...listsChanged.value, displays: listsChanged.value.displays + 1 };
  else if (isMessage<Kind<'error'>>(message, 'error') && message.error.code === 'NOT_FOUND')
    missing.value = true;
};

function subscribe(): void {
  if (wanted === undefined) return;
  const state = night.value?.id === wanted ? night.value.state : undefined;
  const since = state === undefined ? {} : { version: state.version };
  wire?.send({ type: 'subscribe', tournamentId: wanted, ...since });
}

/** Opens the line of a signed-in operator; it comes back by itself and goes on where it was. */
export const listen = (): void => {
  if (wire !== undefined) return;
  wire = connect({
    path: async () => {
      const { ticket } = await post<{ ticket: string }>('/auth/ticket');
      return `/ws/operator?ticket=${encodeURIComponent(ticket)}`;
    },
    onOpen: subscribe,
    onMessage: hear,
  });
};

export const hangUp = (): void => {
  wire?.stop();
  wire = undefined;
  night.value = null;
  names = {};
};

export const openNight = (id: string): void => {
  if (wanted === id && night.value?.id === id) return;
  if (wanted !== undefined && wanted !== id)
    wire?.send({ type: 'unsubscribe', tournamentId: wanted });
  wanted = id;
  missing.value = false;
  night.value = null;
  subscribe();
};

/** Resolves once events up to this version were folded here, or after a second without them. */
export const reached = (version: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, 1_000);
    const stop = effect(() => {
      if ((night.value?.state.version ?? 0) >= version) done();
    });
    function done() {
      clearTimeout(timer);
      // The effect may come true while it is being made.
      queueMicrotask(() => stop());
      resolve();
    }
  });

export const isLost = computed(() => wire?.status.value === 'lost' || !reachable.value);
export const mayAct = computed(() => {
  const role = session.value?.operator.role;
  return role === 'admin' || role === 'floor';
});
