import { isRefusal } from '../../../kernel/decider.ts';
import type { Json } from '../../../kernel/parse.ts';
import type { Now } from '../../../kernel/time.ts';
import type { ActionFact } from '../decide/blockers.ts';
import { revives, undo } from '../decide/undo.ts';
import type { Undoable } from '../events.ts';
import { entriesIn } from '../evolve.ts';
import type { State } from '../state.ts';
import { stands } from '../state.ts';

export type Cash = { readonly method: string; readonly amount: number };

/** One line of the night's history, with what taking it back would do (PLY-6). */
export type ActionView = {
  readonly eventId: string;
  readonly type: Undoable;
  readonly at: number;
  readonly by: string;
  readonly undone: boolean;
  readonly entryIds: readonly string[];
  readonly data: Json;
  readonly undo:
    | {
        readonly possible: true;
        /** Cash to hand back (positive) or to take back (negative), by method. */
        readonly giveBack: readonly Cash[];
        /** Entries that come back in, with the seat they would get. */
        readonly revives: readonly string[];
      }
    | { readonly possible: false; readonly refused: string; readonly details: Json };
};

/** Money that changed hands with a fact: positive came from the player. */
export const cashOf = (fact: ActionFact): readonly Cash[] => {
  const { data } = fact;
  if ('purchase' in data && data.purchase.paid !== 0)
    return [{ method: data.purchase.method, amount: data.purchase.paid }];
  if (fact.type === 'payment.received') return [fact.data];
  if (fact.type === 'prize.paid' || fact.type === 'refund.paid')
    return [{ method: fact.data.method, amount: -fact.data.amount }];
  if (fact.type === 'player.unregistered' && fact.data.refund !== 0)
    return [{ method: fact.data.method, amount: -fact.data.refund }];
  return [];
};

const consequences = (state: State, fact: ActionFact, now: Now): ActionView['undo'] => {
  const command = { type: 'undo', eventId: fact.id, reason: '', seed: '', now } as const;
  const answer = undo(state, command);
  if (isRefusal(answer))
    return { possible: false, refused: answer.refused, details: answer.details ?? null };
  const giveBack = cashOf(fact).map(({ method, amount }) => ({ method, amount }));
  return { possible: true, giveBack, revives: revives(state, fact) };
};

const actionView = (state: State, fact: ActionFact, now: Now): ActionView => ({
  eventId: fact.id,
  type: fact.type,
  at: fact.at,
  by: fact.by,
  undone: !stands(state, fact.id),
  entryIds: entriesIn(fact),
  data: fact.data as Json,
  undo: consequences(state, fact, now),
});

/** A page of what was done, newest first; `before` is the event id that the page before ended with. */
export const actionsView = (
  state: State,
  now: Now,
  page: { readonly before?: string | undefined; readonly limit: number },
): readonly ActionView[] => {
  const all = Object.values(state.facts);
  const end = page.before === undefined ? all.length : all.findIndex((f) => f.id === page.before);
  const from = Math.max(0, end - page.limit);
  return all
    .slice(from, Math.max(0, end))
    .reverse()
    .map((fact) => actionView(state, fact, now));
};

/** What happened to one entry, oldest first. */
export const historyOf = (state: State, entryId: string, now: Now): readonly ActionView[] =>
  (state.history[entryId] ?? []).flatMap((id) => {
    const fact = state.facts[id];
    return fact === undefined ? [] : [actionView(state, fact, now)];
  });
