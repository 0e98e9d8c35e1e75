import type { Refusal } from '../../kernel/decider.ts';
import { refuse } from '../../kernel/decider.ts';
import type { Command, RefusalCode } from './commands.ts';
import type { RequestEvent, Undoable } from './events.ts';
import { UNDOABLE } from './events.ts';
import type { Request, State, Status } from './state.ts';
import { lastSeq, requestIn } from './state.ts';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;
type Answer = readonly RequestEvent[] | Refusal<RefusalCode>;

const verdictOf = (command: Of<'take'>): readonly RequestEvent[] => {
  const { orderId } = command;
  switch (command.verdict) {
    case 'waiting':
      return [];
    case 'unknown':
      return [{ type: 'request.unknown', data: { orderId } }];
    case 'applied':
      return [{ type: 'request.applied', data: { orderId, ignored: command.ignored } }];
    case 'conflicted': {
      const { conflicts, stands, version, ignored } = command;
      const data = { orderId, conflicts, stands, version, ignored };
      return [{ type: 'request.conflicted', data }];
    }
    case 'accepted':
      return [{ type: 'request.accepted', data: { orderId, entryId: command.entryId } }];
    case 'refused':
      return [{ type: 'request.refused', data: { orderId, code: command.code } }];
  }
};

/**
 * Each order once and in its place, whatever was sent again: the cursor is this room's own state, so
 * that a leaf that was restored from the core goes on where its log ends.
 */
const take = (state: State, command: Of<'take'>): Answer => {
  const { orderId, venueId, seq, kind, about } = command;
  const last = lastSeq(state, venueId);
  if (seq <= last) return refuse('ORDER_TAKEN', { lastSeq: last });
  if (seq > last + 1) return refuse('ORDERS_MISSING', { lastSeq: last });
  const received: RequestEvent = {
    type: 'request.received',
    data: { orderId, venueId, seq, kind, about },
  };
  return [received, ...verdictOf(command)];
};

/** Two tablets act on one request: one wins, the other is told by whom and how. */
const decided = ({ status, decidedBy, decidedAt, decision }: Request) =>
  refuse('REQUEST_DECIDED', { status, by: decidedBy, at: decidedAt, eventId: decision });

const decision = (
  state: State,
  orderId: string,
  expected: Status,
  make: (request: Request) => RequestEvent,
): Answer => {
  const request = requestIn(state, orderId);
  if (request === undefined) return refuse('NO_SUCH_REQUEST');
  return request.status === expected ? [make(request)] : decided(request);
};

const undoable = ({ status, kind }: Request): Undoable | undefined => {
  // What the rules refused of other kinds cannot be made to fit by an operator.
  if (status === 'refused' && kind !== 'registration') return undefined;
  return UNDOABLE.find((one) => one === status);
};

const undo = (state: State, { orderId, eventId }: Of<'undo'>): Answer => {
  const request = requestIn(state, orderId);
  if (request === undefined) return refuse('NO_SUCH_REQUEST');
  if (request.decision !== eventId) return refuse('ALREADY_UNDONE');
  const what = undoable(request);
  if (what === undefined) return refuse('NO_DECISION');
  return [{ type: `request.${what}.undone`, data: { eventId, orderId } }];
};

/** What came from the core, in its order, and what the operators decide about it. */
export const decide = (state: State, command: Command): Answer => {
  switch (command.type) {
    case 'take':
      return take(state, command);
    case 'accept': {
      const { orderId, entryId } = command;
      const data = { orderId, entryId };
      return decision(state, orderId, 'waiting', () => ({ type: 'request.accepted', data }));
    }
    case 'refuse': {
      const { orderId, reason: code } = command;
      const data = { orderId, code };
      return decision(state, orderId, 'waiting', () => ({ type: 'request.refused', data }));
    }
    case 'settle': {
      const { orderId, side } = command;
      const data = { orderId, side };
      return decision(state, orderId, 'conflicted', () => ({ type: 'request.settled', data }));
    }
    case 'undo':
      return undo(state, command);
    default:
      throw new Error(`no such command: ${(command satisfies never as Command).type}`);
  }
};
