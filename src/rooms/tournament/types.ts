import type { TournamentEvent, Undoable } from './events.ts';
import { UNDOABLE } from './events.ts';

type Type = TournamentEvent['type'];

/** What can be taken back and put back, with the events that do so. */
type Reversible = Undoable | `${Undoable}.undone` | `${Undoable}.redone`;

const reversible = Object.fromEntries(
  UNDOABLE.flatMap((type) => [
    [type, true],
    [`${type}.undone`, true],
    [`${type}.redone`, true],
  ]),
) as { readonly [type in Reversible]: true };

const others: { readonly [type in Exclude<Type, Reversible>]: true } = {
  'tournament.created': true,
  'tournament.configured': true,
  'tournament.discarded': true,
  'tournament.started': true,
  'tournament.restored': true,
  'structure.changed': true,
  'level.corrected': true,
  'clock.paused': true,
  'clock.resumed': true,
  'clock.warned': true,
  'clock.reanchored': true,
  'clock.interrupted': true,
  'clock.settled': true,
  'registration.closed': true,
  'registration.reopened': true,
  'tables.opened': true,
  'table.changed': true,
  'table.closed': true,
  'table.reopened': true,
  'button.moved': true,
  'seat.locked': true,
};

/** Every type of event there is, as the log has it. */
export const TYPES: { readonly [type in Type]: true } = { ...reversible, ...others };
