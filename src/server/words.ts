import type { RefusalCode as DisplayRefusal } from '../rooms/displays/room.ts';
import type { RefusalCode as PlayerRefusal } from '../rooms/players/room.ts';
import type { RefusalCode as RequestRefusal } from '../rooms/requests/room.ts';
import type { RefusalCode } from '../rooms/tournament/room.ts';
import type { VenueRefusal } from '../rooms/venue/room.ts';

/** What a refusal means and what to do about it, in a sentence for the person at the desk. */
const WORDS: { readonly [Code in RefusalCode]: string } = {
  ALREADY_EXISTS: 'This exists already.',
  NOT_FOUND: 'There is nothing under this address.',
  NOT_STARTED: 'The tournament has not started yet: start it first.',
  ALREADY_STARTED: 'The tournament has started already.',
  ENDED: 'The tournament is over: undo its end to change anything.',
  STILL_PLAYING: 'More than one player is still in: bust them, or record their deal first.',
  ALREADY_USED: 'Somebody entered already, so it stays in the book: play it, or end it.',
  ALREADY_PAUSED: 'The clock is paused already.',
  ALREADY_RUNNING: 'The clock is running already.',
  NOT_PAUSED: 'The clock is running.',
  NO_SUCH_LEVEL: 'The structure has no such level.',
  PAST_LEVEL: 'Levels that were played cannot be changed; correct the current one instead.',
  STRUCTURE_INVALID: 'This structure cannot be played; the details say where.',
  CLOCK_NOT_INTERRUPTED: 'The clock does not wait for a choice.',
  CLOCK_UNDECIDED: 'After the long stop, choose first where the clock goes on.',
  REGISTRATION_CLOSED: 'Entries are closed; the floor can override this with a reason.',
  ALREADY_IN: 'This player is still in.',
  RE_ENTRY_NOT_ALLOWED:
    'This tournament has no re-entry; the floor can override this with a reason.',
  NO_SUCH_PROFILE: 'There is no such price; the tournament lists its profiles.',
  PROFILE_DISABLED: 'This price is switched off.',
  PRICE_FIXED: 'Price and chips of this profile may not be changed at the desk.',
  PAID_TOO_MUCH: 'This is more than is owed.',
  WHICH_ENTRY: 'Several entries could be meant: name one by entryId.',
  NO_SUCH_ENTRY: 'There is no such entry in this tournament.',
  ALREADY_OUT: 'This player is out already.',
  NOT_OUT: 'This player is still in.',
  NOT_ALLOWED: 'The settings of this tournament do not allow it.',
  TOO_EARLY: 'It is too early for this.',
  TOO_LATE: 'It is too late for this; the floor can override it with a reason.',
  LIMIT_REACHED: 'The limit is reached; the floor can override it with a reason.',
  TOO_FEW_PLAYERS: 'Too few players are left for this.',
  TOO_MANY_CHIPS: 'The player has too many chips for this.',
  HITMAN_INVALID: 'This entry cannot have knocked the player out.',
  BUSTED_TWICE: 'The same entry is named twice.',
  LAST_PLAYER: 'Somebody has to win: end the tournament instead.',
  SEAT_TAKEN: 'The seat is taken.',
  SEAT_BLOCKED: 'The seat is blocked.',
  SEAT_LOCKED: 'The player is locked to the seat.',
  NO_SUCH_SEAT: 'The table has no such seat.',
  NO_SUCH_TABLE: 'There is no such table.',
  TABLE_IN_USE: 'Players still sit there: move them or break the table.',
  TABLE_CHANGED: 'Somebody came to that table or left it meanwhile: draw again.',
  NO_ROOM: 'The other tables have not enough seats.',
  NO_TABLES: 'Open a table first.',
  NOT_ENOUGH_CHIPS: 'There are not so many chips in play.',
  NOTHING_OWED: 'Everything is paid.',
  NOTHING_DUE: 'Nothing is to be paid out; prizes wait until entries are closed.',
  PAYS_TOO_MUCH: 'This is more than there is to pay out.',
  PRIZES_PAID: 'Prizes were paid out on this: undo the payouts first.',
  PRIZES_DO_NOT_ADD_UP: 'The amounts do not add up to what the places bring.',
  REASON_NEEDED: 'Payouts are locked: a change needs a reason.',
  RANK_INVALID: 'Only places of players who are out can be given.',
  COUNTERS_ONLY: 'This tournament counts without names.',
  NAMES_ONLY: 'This tournament is played with names.',
  COUNTERS_INVALID: 'More players cannot be left than entered.',
  NOTHING_TO_UNDO: 'There is no such action in this tournament.',
  ALREADY_UNDONE: 'This was undone already.',
  NOT_UNDONE: 'This stands: there is nothing to redo.',
  NOT_UNDOABLE: 'The clock did this by itself: go back a level instead.',
  UNDO_BLOCKED: 'Later actions stand on it: undo those first.',
  REDO_BLOCKED: 'It no longer fits: something has taken its place.',
  AMOUNT_TOO_LARGE: 'The amounts of this tournament would grow too large.',
};

const VENUE: { readonly [Code in VenueRefusal]: string } = {
  NOT_SET_UP: 'Set up the venue first.',
  ALREADY_SET_UP: 'This venue is set up already: sign in.',
  NO_SUCH_OPERATOR: 'There is no such operator.',
  LAST_ADMIN: 'Somebody has to stay an admin: make another one first.',
};

const PLAYERS: { readonly [Code in PlayerRefusal]: string } = {
  ALREADY_EXISTS: 'This exists already.',
  NO_SUCH_PLAYER: 'There is no such player.',
  NAME_NEEDED: 'A player needs a first name or a nickname.',
  MERGED: 'This player was merged into another one: the details say into whom.',
  NOT_MERGED: 'This player is not merged.',
};

const DISPLAYS: { readonly [Code in DisplayRefusal]: string } = {
  NOT_FOUND: 'There is nothing under this address.',
  NO_SUCH_CODE: 'No connected screen shows this code: read it again, it may have changed.',
  TOO_MANY_DISPLAYS: 'There are too many screens: remove those that are gone.',
  TOO_MANY_ANNOUNCEMENTS: 'Too many announcements are up: take one down first.',
  NO_DISPLAYS: 'No screen takes this: there is none, or all of them are locked.',
};

const REQUESTS: { readonly [Code in RequestRefusal]: string } = {
  ORDER_TAKEN: 'This order was taken already.',
  ORDERS_MISSING: 'Orders before this one are missing.',
  NO_SUCH_REQUEST: 'There is no such request (any more).',
  REQUEST_DECIDED: 'This was decided already: the details say by whom and how.',
  NO_DECISION: 'Nothing was decided here that could be taken back.',
  ALREADY_UNDONE: 'This was undone already.',
};

const OTHERS: Readonly<Record<string, string>> = {
  ...VENUE,
  ...PLAYERS,
  ...DISPLAYS,
  ...REQUESTS,
  LIBRARY_FULL: 'The library is full: remove what is no longer used.',
  OTHER_KIND: 'This is of another kind: keep it as something new.',
  NAME_TAKEN: 'Another operator has this name.',
  VERSION_MISMATCH: 'Somebody else changed this meanwhile: look again and repeat.',
  IDEMPOTENCY_MISMATCH: 'This Idempotency-Key was used for another request.',
};

export const wordsFor = (code: string): string =>
  (WORDS as Readonly<Record<string, string>>)[code] ?? OTHERS[code] ?? 'This is not possible now.';
