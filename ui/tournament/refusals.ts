import type { ApiProblem } from '../api.ts';
import { text } from '../text.ts';
import type { Night } from './night.ts';
import { nameOfEntry, say, seatText, timeOfDay } from './words.ts';

const textIn = (details: ApiProblem['details'], key: string): string | undefined => {
  const value = details[key];
  return typeof value === 'string' ? value : undefined;
};

/** The event that a refusal names: who was first, or what stands in the way. */
export const eventIn = ({ details }: Pick<ApiProblem, 'details'>): string | undefined => {
  const { by } = details;
  const [blocker] = Array.isArray(by) ? by : [];
  return textIn(details, 'eventId') ?? (typeof blocker === 'string' ? blocker : undefined);
};

type Refused = Pick<ApiProblem, 'code' | 'details'>;

const seatTaken = (night: Night, { details }: Refused): string | null => {
  const { seat } = details;
  const tableId = textIn(details, 'tableId');
  if (tableId === undefined || typeof seat !== 'number') return null;
  const entryId = textIn(details, 'entryId') ?? night.state.tables[tableId]?.seats[seat - 1];
  return entryId
    ? text.errors.seatTakenBy(seatText(night.state, { tableId, seat }), nameOfEntry(night, entryId))
    : null;
};

const inAlready = (night: Night, { details }: Refused): string | null => {
  const entry = night.state.entries[textIn(details, 'entryId') ?? ''];
  return entry === undefined
    ? null
    : text.errors.inAlready(
        nameOfEntry(night, entry.id),
        seatText(night.state, entry.seat),
        timeOfDay(entry.atMs),
      );
};

/** A refusal with the names and moments behind it (PLY-5, PLY-6); null where its code says it all. */
export const refusalText = (night: Night, refused: Refused): string | null => {
  const fact = night.state.facts[eventIn(refused) ?? ''];
  const entryId = textIn(refused.details, 'entryId');
  switch (refused.code) {
    case 'ALREADY_IN':
      return inAlready(night, refused);
    case 'SEAT_TAKEN':
      return seatTaken(night, refused);
    case 'ALREADY_OUT':
      return fact === undefined || entryId === undefined
        ? null
        : text.errors.outAlready(
            nameOfEntry(night, entryId),
            say(night, fact).title,
            timeOfDay(fact.at),
          );
    case 'UNDO_BLOCKED':
      return fact === undefined ? null : text.errors.undoFirst(say(night, fact).title);
    case 'ALREADY_UNDONE':
      return fact === undefined ? null : text.errors.first(text.did.undone(say(night, fact).title));
    default:
      return null;
  }
};
