import type { Recorded } from '../../kernel/decider.ts';
import type { RequestEvent } from './events.ts';
import type { Request, State } from './state.ts';
import { isOpen, requestIn } from './state.ts';

/** Requests that nobody waits for any more, kept for the list; all of them stay in the log. */
export const KEPT = 200;

/** The oldest that was dealt with goes; one comes at a time. */
const makeRoom = ({ requests }: State): void => {
  const done = Object.values(requests).filter((one) => !isOpen(one));
  if (done.length < KEPT) return;
  const oldest = done.reduce((a, b) => (a.seq < b.seq ? a : b));
  delete requests[oldest.id];
};

const receive = (state: State, { id: eventId, data, at }: Of<'request.received'>): State => {
  const { orderId: id, venueId, seq, kind, about } = data;
  makeRoom(state);
  state.taken[venueId] = seq;
  state.requests[id] = {
    ...{ id, seq, kind, about, receivedAt: at, status: 'waiting', decision: eventId },
    ...{ decidedAt: null, decidedBy: null, code: null, entryId: null, conflicts: [] },
    ...{ stands: null, side: null, version: null, ignored: [] },
  };
  return state;
};

type Of<Type extends RequestEvent['type']> = Extract<
  Recorded<RequestEvent>,
  { readonly type: Type }
>;

/** Who decided and when, and what that changes; requests that are no longer kept stay so. */
const change = (
  state: State,
  event: Exclude<Recorded<RequestEvent>, Of<'request.received'>>,
  fields: Partial<Request>,
): State => {
  const request = requestIn(state, event.data.orderId);
  const when = { decision: event.id, decidedAt: event.at, decidedBy: event.by };
  if (request !== undefined) Object.assign(request, when, fields);
  return state;
};

/** Total; changes the draft that it is given. */
export const evolve = (state: State, event: Recorded<RequestEvent>): State => {
  switch (event.type) {
    case 'request.received':
      return receive(state, event);
    case 'request.applied':
      return change(state, event, { status: 'applied', ignored: event.data.ignored });
    case 'request.conflicted': {
      const { orderId: _, ...fields } = event.data;
      return change(state, event, { status: 'conflicted', ...fields });
    }
    case 'request.settled':
      return change(state, event, { status: 'settled', side: event.data.side });
    case 'request.accepted':
      return change(state, event, { status: 'accepted', entryId: event.data.entryId });
    case 'request.refused':
      return change(state, event, { status: 'refused', code: event.data.code });
    case 'request.unknown':
      return change(state, event, { status: 'unknown' });
    case 'request.settled.undone':
      return change(state, event, { status: 'conflicted', side: null });
    case 'request.accepted.undone':
      return change(state, event, { status: 'waiting', entryId: null });
    case 'request.refused.undone':
      return change(state, event, { status: 'waiting', code: null });
    default:
      event satisfies never;
      return state;
  }
};
