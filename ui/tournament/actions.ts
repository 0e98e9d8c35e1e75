import type { Recorded } from '../../src/kernel/decider.ts';
import type { ActionEvent, Reversal, TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { UNDOABLE } from '../../src/rooms/tournament/events.ts';
import { cashOf } from '../../src/rooms/tournament/views/actions.ts';
import { ApiProblem, del, post, put } from '../api.ts';
import { text } from '../text.ts';
import { toast, wordsOf } from '../toasts.ts';
import { arrived, night, reached } from './night.ts';
import { eventIn, refusalText } from './refusals.ts';
import { cashToReturn, nameOfEntry, say } from './words.ts';

/** What is no fact to be undone, but has a plain way back: the other command of the pair. */
const WAYS_BACK: { readonly [T in TournamentEvent['type']]?: () => unknown } = {
  'tournament.started': () => command('/pause'),
  'clock.paused': () => command('/resume'),
  'clock.resumed': () => command('/pause'),
  'registration.closed': () => command('/registration', { open: true }, { method: 'PUT' }),
  'registration.reopened': () => command('/registration', { open: false }, { method: 'PUT' }),
};

/** What every command answers. */
export type Outcome = {
  readonly version: number;
  readonly events: readonly {
    readonly id: string;
    readonly type: TournamentEvent['type'];
    readonly version: number;
    readonly at: string;
    readonly data: unknown;
  }[];
};

type Made = Outcome['events'][number];
const UNDOABLES: ReadonlySet<string> = new Set(UNDOABLE);

/** The leaf's own event, told by its type, with the time as pages count it. */
const factOf = (made: Made): Recorded<ActionEvent> =>
  ({ ...made, at: Date.parse(made.at), by: '' }) as Recorded<ActionEvent>;

const saidOf = (fact: Recorded<ActionEvent>) => {
  const now = night.value;
  return now === null ? null : say(now, fact);
};

const tellDone = (id: string, made: Made): void => {
  const said = saidOf(factOf(made));
  if (said === null) return;
  const action = { label: text.undo, run: () => void undo(id, made.id) };
  toast({ tone: 'plain', title: said.title, detail: said.detail || undefined, action });
};

/** After an undo or redo: what it took back, what to give back, and the way back from it. */
const tellReversed = (id: string, made: Made, isUndo: boolean): void => {
  const now = night.value;
  const { eventId } = made.data as Reversal;
  const fact = now?.state.facts[eventId];
  if (now === null || fact === undefined) return;
  const { title } = say(now, fact);
  const money = cashToReturn(cashOf(fact), now.state.config.currency, isUndo ? 1 : -1);
  toast({
    tone: 'plain',
    title: isUndo ? text.did.undone(title) : text.did.redone(title),
    detail: money || undefined,
    action: isUndo
      ? { label: text.redo, run: () => void redo(id, eventId) }
      : { label: text.undo, run: () => void undo(id, eventId) },
  });
};

const tell = async (id: string, { version, events }: Outcome): Promise<void> => {
  // The toast names places and seats, which are known once the events have come here too.
  await reached(version);
  const last = events.findLast((made) => UNDOABLES.has(made.type));
  const reversed = events.findLast((made) => /\.(undone|redone)$/.test(made.type));
  const plain = events.find(({ type }) => text.did.plain[type] !== undefined);
  if (reversed !== undefined) tellReversed(id, reversed, reversed.type.endsWith('.undone'));
  else if (last !== undefined) tellDone(id, last);
  else if (plain !== undefined) tellPlain(plain);
};

const tellPlain = ({ type }: Made): void => {
  const back = WAYS_BACK[type];
  const label = type === 'tournament.started' ? text.actions.pause : text.undo;
  const action = back === undefined ? undefined : { label, run: () => void back() };
  toast({ tone: 'plain', title: text.did.plain[type] ?? type, action });
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

/**
 * Gives a command to the open tournament and answers what came of it, undefined where it was refused:
 * then a toast has said why. `quiet` leaves the toast of success out.
 */
export const command = async <T extends Outcome = Outcome>(
  path: string,
  body: unknown = {},
  { method = 'POST', quiet = false }: { method?: keyof typeof SEND; quiet?: boolean } = {},
): Promise<T | undefined> => {
  const id = night.value?.id;
  if (id === undefined) return undefined;
  try {
    const outcome = (await SEND[method](`/tournaments/${id}${path}`, body)) as T;
    if (!quiet) void tell(id, outcome);
    return outcome;
  } catch (error) {
    void complainAbout(error);
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

/** Takes back the newest thing that somebody did and that stands. */
export const undoLast = (): void => {
  const now = night.value;
  if (now === null) return;
  const last = Object.values(now.state.facts).findLast(
    (fact) => now.state.undone[fact.id] === undefined && !isByClock(fact),
  );
  if (last !== undefined) void undo(now.id, last.id);
};

/** Puts back what was undone last, where it still stands undone. */
export const redoLast = (): void => {
  const now = night.value;
  const last = now === null ? undefined : Object.keys(now.state.undone).at(-1);
  if (now !== null && last !== undefined) void redo(now.id, last);
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
