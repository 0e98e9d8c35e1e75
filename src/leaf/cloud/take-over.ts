import type { RowWrite } from '../../kernel/room.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { activeAdmins, nameKey, VENUE, type VenueState } from '../../rooms/venue/room.ts';
import type { Auth } from '../../server/auth/auth.ts';
import { ApiError } from '../../server/errors.ts';

type Deps = {
  readonly handle: Pick<Handle, 'look' | 'execute'>;
  readonly log: Pick<Log, 'select'>;
  readonly auth: Pick<Auth, 'sealPin'>;
  readonly nowMs: () => number;
};

/** An admin of the venue that came back; '' where the cloud never heard of the name. */
export type Admin = { readonly id: string; readonly name: string };

const rowOf = async (log: Deps['log'], id: string) =>
  (await log.select({ table: 'operators', where: { id }, limit: 1 }))[0];

/** Those who could let others in, on the leaf that is gone. */
export const adminsOf = async ({ handle, log }: Deps): Promise<readonly Admin[]> => {
  // The venue's stream holds its own room's states only.
  const ids = await handle.look(VENUE, (state) => activeAdmins(state as VenueState));
  return Promise.all(
    ids.map(async (id) => ({ id, name: String((await rowOf(log, id))?.['name'] ?? '') })),
  );
};

/**
 * Gives one admin a PIN, because PINs never leave a leaf; everybody else gets theirs from that one.
 * @throws ApiError NO_SUCH_OPERATOR, NAME_NEEDED where nobody knows how they are called.
 */
export const takeOver = async (
  deps: Deps,
  { operatorId, name, pin }: { operatorId: string; name?: string | undefined; pin: string },
): Promise<Admin> => {
  const admin = (await adminsOf(deps)).find(({ id }) => id === operatorId);
  if (admin === undefined) throw new ApiError('NO_SUCH_OPERATOR', 'There is no such admin.');
  const called = admin.name === '' ? name : admin.name;
  if (called === undefined) throw new ApiError('NAME_NEEDED', 'Say how this admin is called.');
  const { id: _, ...before } = (await rowOf(deps.log, operatorId)) ?? {};
  const row: RowWrite = {
    table: 'operators',
    key: { id: operatorId },
    row: {
      ...{ createdAt: deps.nowMs(), ...before, name: called, nameKey: nameKey(called) },
      ...(await deps.auth.sealPin(pin)),
    },
  };
  const named = admin.name === '';
  const command = { type: 'changeOperator', operatorId, named, pinned: true };
  await deps.handle.execute({
    ...{ stream: VENUE, command, rows: [row], by: operatorId, device: null },
  });
  return { id: operatorId, name: called };
};
