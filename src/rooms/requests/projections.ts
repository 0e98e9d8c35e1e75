import type { Recorded } from '../../kernel/decider.ts';
import type { RowWrite, Table } from '../../kernel/room.ts';
import type { RequestEvent } from './events.ts';
import type { Request, State } from './state.ts';
import { requestIn } from './state.ts';

/** Every order and how it stands: by this table the core knows the leaf's answers. */
export const REQUESTS: Table = {
  name: 'requests',
  kind: 'projection',
  key: ['id'],
  columns: {
    id: 'text',
    seq: 'integer',
    kind: 'text',
    status: 'text',
    code: 'text',
    playerId: 'text',
    tournamentId: 'text',
    registrationId: 'text',
    entryId: 'text',
    /** Names of fields, a JSON list. */
    conflicts: 'text',
    ignored: 'text',
    side: 'text',
    receivedAt: 'integer',
    decidedAt: 'integer',
  },
  indexes: [['status'], ['seq']],
};

const rowOf = ({ about, conflicts, ...one }: Request): RowWrite['row'] => ({
  ...about,
  ...{ seq: one.seq, kind: one.kind, status: one.status, code: one.code, entryId: one.entryId },
  conflicts: JSON.stringify(conflicts.map(({ field }) => field)),
  ignored: JSON.stringify(one.ignored),
  side: one.side ?? one.stands,
  ...{ receivedAt: one.receivedAt, decidedAt: one.decidedAt },
});

export const project = (event: Recorded<RequestEvent>, after: State): readonly RowWrite[] => {
  const request = requestIn(after, event.data.orderId);
  if (request === undefined) return [];
  return [{ table: REQUESTS.name, key: { id: request.id }, row: rowOf(request) }];
};
