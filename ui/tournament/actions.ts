import type { Recorded } from '../../src/kernel/decider.ts';
import type { ActionEvent, TournamentEvent, Undoable } from '../../src/rooms/tournament/events.ts';
import { UNDOABLE } from '../../src/rooms/tournament/events.ts';
import { cashOf } from '../../src/rooms/tournament/views/actions.ts';
import { ApiProblem, del, post, put } from '../api.ts';
import { text } from '../text.ts';
import { toast, wordsOf } from '../toasts.ts';
import { arrived, night, reached, stateOf } from './night.ts';
import type { Told } from './plain.ts';
import { sayPlain } from './plain.ts';
import { eventIn, refusalText } from './refusals.ts';
import type { Order } from './way-back.ts';
import { waysBack } from './way-back.ts';
import { cashToReturn, nameOfEntry, say, undoNote } from './words.ts';

/** What every command answers. */
export type Outcome = {
  readonly version: number;
  readonly events: readonly (TournamentEvent & {
    readonly id: string;
    readonly version: number;
    readonly at: string;
  })[];
};

type Made = Outcome['events'][number];
type Done = Extract<Made, ActionEvent>;
type Reversed = Extract<Made, { type: `${Undoable}.undone` | `${Undoable}.redone` }>;

const UNDOABLES: ReadonlySet<string> = new Set(UNDOABLE);
const isDone = (made: Made): made is Done => UNDOABLES.has(made.type);
const isReversed = (made: Made): made is Reversed => /\.(undone|redone)$/.test(made.type);

/** The leaf's own event, with the time as pages count it. */
const factOf = (made: Done): Recorded<ActionEvent> => ({
  ...made,
  at: Date.parse(made.at),
  by: '',
});

const tellDone = (id: string, made: Done): void => {
  const now = night.value;
  if (now === null) return;
  const fact = factOf(made);
  const said = say(now, fact);
  const { title, detail } = said.brief ?? said;
  const note = undoNote(fact, now.state.config.currency);
  const action = { label: text.undo, note, run: () => void undo(id, made.id) };
  toast({ tone: 'plain', title, detail: detail || undefined, action });
};

/** After an undo or redo: what it took back, what to give back, and the way back from it. */
const tellReversed = (id: string, made: Reversed): void => {
  const now = night.value;
  const { eventId } = made.data;
  const isUndo = made.type.endsWith('.undone');
  const fact = now?.state.facts[eventId];
  if (now === null || fact === undefined) return;
  const said = say(now, fact);
  const { title, detail } = said.brief ?? { ...said, detail: '' };
  const money = cashToReturn(cashOf(fact), now.state.config.currency, isUndo ? 1 : -1);
  toast({
    tone: 'plain',
    title: isUndo ? text.did.undone(title) : text.did.redone(title),
    detail: money || (isUndo ? '' : detail) || undefined,
    action: isUndo
      ? { label: text.redo, run: () => void redo(id, eventId) }
      : { label: text.undo, run: () => void undo(id, eventId) },
  });
};

/** What has no undo of its own on the leaf, but commands that lead back (`waysBack`). */
type Plain = {
  readonly id: string;
  readonly version: number;
  readonly events: readonly Made[];
  readonly told: Told;
  readonly as: 'done' | 'undone' | 'redone';
};

/** The newest of it that was done here, for the keys of undo and redo. */
let latest: Plain | undefined;

const tellPlain = (plain: Plain): void => {
  const { id, events, told, as } = plain;
  latest = plain;
  const state = stateOf(id);
  const isStart = events.some(({ type }) => type === 'tournament.started');
  const label = isStart ? text.actions.pause : as === 'undone' ? text.redo : text.undo;
  const hasWay = state !== undefined && waysBack(state, events).length > 0;
  toast({
    tone: 'plain',
    title: as === 'done' ? told.title : text.did[as](told.title),
    detail: told.detail || undefined,
    action: hasWay ? { label, run: () => void goBack(plain) } : undefined,
  });
};

/** The other half of a pair says by itself what it did: `Running` takes back `Paused`. */
const PAIRS = /^(tournament\.started|clock\.|registration\.)/;

const goBack = async ({ id, events, told, as }: Plain): Promise<void> => {
  const state = stateOf(id);
  // Whoever presses the key twice means what was done before it the second time.
  latest = undefined;
  const made: Made[] = [];
  let version = 0;
  try {
    for (const order of state === undefined ? [] : waysBack(state, events)) {
      const outcome = await give<Outcome>(id, order);
      made.push(...outcome.events);
      version = outcome.version;
    }
  } catch (error) {
    return complainAbout(error);
  }
  if (made.length === 0) return;
  if (events.every(({ type }) => PAIRS.test(type))) return tell(id, { version, events: made });
  await reached(version);
  tellPlain({ id, version, events: made, told, as: as === 'undone' ? 'redone' : 'undone' });
};

const tell = async (id: string, { version, events }: Outcome): Promise<void> => {
  // The toast names places and seats, which are known once the events have come here too.
  await reached(version);
  const done = events.findLast(isDone);
  const reversed = events.findLast(isReversed);
  if (reversed !== undefined) return tellReversed(id, reversed);
  if (done !== undefined) return tellDone(id, done);
  const now = night.value;
  const [told] = now === null ? [] : events.flatMap((event) => sayPlain(now, event) ?? []);
  if (told !== undefined) tellPlain({ id, version, events, told, as: 'done' });
};

/** In words for the desk: who was first, or what stands in the way. */
const complainAbout = async (error: unknown): Promise<void> => {
  const refused = error instanceof ApiProblem ? error : undefined;
  if (refused !== undefined) await arrived(eventIn(refused));
  const now = night.value;
  const told = now === null || refused === undefined ? null : refusalText(now, refused);
  toast({ tone: 'danger', title: text.errors.title, detail: told ?? wordsOf(error) });
};

const SEND = { POST: post, PUT: put, DELETE: (path: string) => del(path) } as const;

const give = <T extends Outcome>(id: string, { method, path, body }: Order): Promise<T> =>
  SEND[method](`/tournaments/${id}${path}`, body) as Promise<T>;

/**
 * Gives a command to the open tournament and answers what came of it, undefined where it was refused:
 * then a toast has said why. `quiet` leaves the toast of success out.
 */
export const command = async <T extends Outcome = Outcome>(
  path: string,
  body: unknown = {},
  {
    method = 'POST',
    quiet = false,
    refused,
  }: {
    method?: keyof typeof SEND;
    quiet?: boolean;
    /** Whether a form has said itself why not; else it is a toast. */
    refused?: (error: unknown) => boolean;
  } = {},
): Promise<T | undefined> => {
  const id = night.value?.id;
  if (id === undefined) return undefined;
  try {
    const outcome = await give<T>(id, { method, path, body });
    if (!quiet) void tell(id, outcome);
    return outcome;
  } catch (error) {
    if (refused?.(error) !== true) void complainAbout(error);
    return undefined;
  }
};

const reverse = async (id: string, how: 'undo' | 'redo', eventId: string): Promise<void> => {
  try {
    await tell(id, await post<Outcome>(`/tournaments/${id}/${how}`, { eventId }));
  } catch (error) {
    void complainAbout(error);
  }
};

export const undo = (id: string, eventId: string): Promise<void> => reverse(id, 'undo', eventId);
export const redo = (id: string, eventId: string): Promise<void> => reverse(id, 'redo', eventId);

/** The clock's own level changes are nobody's action, and cannot be taken back. */
export const isByClock = (fact: Recorded<ActionEvent>): boolean =>
  fact.type === 'level.started' && fact.data.by === 'clock';

/** The clock's own key takes back what it did; whatever else was done here since the fact goes first. */
const plainSince = (id: string, version: number): Plain | undefined =>
  latest?.id === id &&
  latest.version > version &&
  !latest.events.some(({ type }) => /^(tournament\.started|clock\.)/.test(type))
    ? latest
    : undefined;

/** Takes back the newest thing that somebody did and that stands. */
export const undoLast = (): void => {
  const now = night.value;
  if (now === null) return;
  const last = Object.values(now.state.facts).findLast(
    (fact) => now.state.undone[fact.id] === undefined && !isByClock(fact),
  );
  const plain = plainSince(now.id, last?.version ?? 0);
  if (plain !== undefined && plain.as !== 'undone') void goBack(plain);
  else if (last !== undefined) void undo(now.id, last.id);
};

/** Puts back what was undone last, where it still stands undone. */
export const redoLast = (): void => {
  const now = night.value;
  if (now === null) return;
  const plain = plainSince(now.id, 0);
  const last = Object.keys(now.state.undone).at(-1);
  if (plain?.as === 'undone' && plain.version === now.state.version) void goBack(plain);
  else if (last !== undefined) void redo(now.id, last);
};

/** The one key that starts, pauses and goes on. */
export const toggleClock = (): void => {
  const state = night.value?.state;
  if (state === undefined || state.status === 'ended') return;
  if (state.status === 'setup') void command('/start');
  else void command(state.clock.anchor.running ? '/pause' : '/resume');
};

/** Closes entries, which locks the payouts, or opens them again. */
export const toggleEntries = (): void => {
  const state = night.value?.state;
  if (state?.status !== 'running') return;
  void command('/registration', { open: !state.registration.open }, { method: 'PUT' });
};

export const entryName = (entryId: string): string =>
  night.value === null ? '' : nameOfEntry(night.value, entryId);
