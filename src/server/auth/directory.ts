import { recorded } from '../../kernel/envelope.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log, Row } from '../../log/port.ts';
import type { VenueEvent, VenueState } from '../../rooms/venue/room.ts';
import { activeAdmins, nameKey, VENUE, venue } from '../../rooms/venue/room.ts';
import type { Role } from '../env.ts';
import type { SealedPin } from './pins.ts';

/** An operator with what a sign-in is checked against. */
export type Known = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** None on a leaf that took another one's place, until an admin gives them one. */
  readonly pin: SealedPin | undefined;
};

const sealedOf = ({ pinParams, pinSalt, pinMac }: Row): SealedPin | undefined =>
  typeof pinMac === 'string'
    ? { pinParams: String(pinParams), pinSalt: String(pinSalt), pinMac }
    : undefined;

/**
 * Who may act, always as of the last commit: a role that was taken away is gone with the next
 * request. Folds the venue's events as they are committed.
 */
export const createDirectory = async (handle: Handle, log: Log) => {
  let state: VenueState = venue.initial();
  // Its own copy, because the handle's moves on with commands that are not durable yet.
  await handle.look(VENUE, (now) => {
    // The venue's stream is folded by the venue's room only.
    state = structuredClone(now) as VenueState;
  });
  const stop = handle.onCommitted((events) => {
    for (const { envelope } of events) {
      if (envelope.stream === VENUE) {
        state = venue.evolve(state, recorded<VenueEvent>(structuredClone(envelope)));
      }
    }
  });

  /** The role of an operator who may act now. */
  const roleOf = (id: string): Role | null => {
    const operator = Object.hasOwn(state.operators, id) ? state.operators[id] : undefined;
    return operator?.active === true ? operator.role : null;
  };

  const known = (row: Row): Known | null => {
    const id = String(row['id']);
    const role = roleOf(id);
    return role === null ? null : { id, role, name: String(row['name']), pin: sealedOf(row) };
  };

  const first = async (where: { readonly [column: string]: string }): Promise<Known | null> => {
    const rows = await log.select({ table: 'operators', where, limit: 20 });
    return rows.map(known).find((one) => one !== null) ?? null;
  };

  return {
    roleOf,
    byName: (name: string) => first({ nameKey: nameKey(name) }),
    byId: (id: string) => first({ id }),
    isSetUp: (): boolean => state.venue !== null,
    /** Name, currency and time zone of the house; null until it was set up. */
    venue: (): VenueState['venue'] => state.venue,
    /** Whether nobody else could let this operator in again. */
    isOnlyAdmin: (id: string): boolean => {
      const admins = activeAdmins(state);
      return admins.length === 1 && admins[0] === id;
    },
    stop,
  };
};

export type Directory = Awaited<ReturnType<typeof createDirectory>>;
