import type { Json } from '../../kernel/parse.ts';
import type { Values, Words } from './commands.ts';
import type { Request, State, Status } from './state.ts';
import { isOpen } from './state.ts';

/** A request as operators see it, with the names that are kept beside the log. */
export type RequestView = {
  readonly id: string;
  readonly kind: string;
  readonly status: Status;
  /** ISO 8601. */
  readonly at: string;
  readonly decidedAt: string | null;
  readonly code: string | null;
  readonly side: 'ours' | 'theirs' | null;
  readonly stands: 'ours' | 'theirs' | null;
  readonly ignored: readonly string[];
  readonly entryId: string | null;
  readonly playerId: string | null;
  /** The decision that undo takes back; null where there is none. */
  readonly undoes: string | null;
} & Words;

const time = (ms: number): string => new Date(ms).toISOString();

/** Whether an operator may take the last decision back. */
const undoesOf = ({ status, kind, decision }: Request, words: Words): string | null => {
  const can = status === 'accepted' || status === 'settled';
  const isThere = words.player !== null && words.tournament !== null;
  const again = status === 'refused' && kind === 'registration' && isThere;
  return can || again ? decision : null;
};

export const requestView = (request: Request, words: Words): RequestView => {
  const { id, kind, status, code, side, stands, ignored, entryId, about } = request;
  return {
    ...{ id, kind, status, code, side, stands, ignored, entryId, playerId: about.playerId },
    at: time(request.receivedAt),
    decidedAt: request.decidedAt === null ? null : time(request.decidedAt),
    undoes: undoesOf(request, words),
    ...words,
  };
};

/** Oldest first: they wait longest. */
export const openRequests = ({ requests }: State): readonly Request[] =>
  Object.values(requests)
    .filter(isOpen)
    .sort((a, b) => a.seq - b.seq);

/** What was dealt with, newest decision first. */
export const doneRequests = ({ requests }: State, most: number): readonly Request[] =>
  Object.values(requests)
    .filter((one) => !isOpen(one))
    .sort((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0) || b.seq - a.seq)
    .slice(0, most);

/** A value of a setting as one line. */
export const valueText = (value: Json): string => {
  if (value === null || value === '') return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return Object.values(value)
    .map((one) => valueText(one ?? null))
    .filter((one) => one !== '')
    .join(' · ');
};

/** Both sides of the conflicts that the event itself holds. */
export const settingValues = ({ conflicts }: Request): readonly Values[] =>
  conflicts.flatMap(({ field, values }) =>
    values === null
      ? []
      : [{ field, ours: valueText(values.ours), theirs: valueText(values.theirs) }],
  );
