import type { Refusal } from '../../kernel/decider.ts';
import { refuse } from '../../kernel/decider.ts';
import type { VenueCommand, VenueRefusal, VenueSettings } from './commands.ts';
import type { VenueEvent } from './events.ts';
import type { VenueState } from './state.ts';
import { activeAdmins } from './state.ts';

type Answer = readonly VenueEvent[] | Refusal<VenueRefusal>;
type Of<Type extends VenueCommand['type']> = Extract<VenueCommand, { type: Type }>;

const setUp = (state: VenueState, { venue, operatorId }: Of<'setUp'>): Answer => {
  if (state.venue !== null) return refuse('ALREADY_SET_UP');
  return [
    { type: 'venue.setUp', data: venue },
    { type: 'operator.added', data: { operatorId, role: 'admin' } },
  ];
};

const configure = (state: VenueState, { venue: change }: Of<'configure'>): Answer => {
  if (state.venue === null) return refuse('NOT_SET_UP');
  const told = Object.entries(change).filter(([, value]) => value !== undefined);
  const venue: VenueSettings = { ...state.venue, ...Object.fromEntries(told) };
  const same = JSON.stringify(venue) === JSON.stringify(state.venue);
  return same ? [] : [{ type: 'venue.configured', data: venue }];
};

const restore = (
  { venue, restored }: VenueState,
  { knownSeq, knownAt, series }: Of<'restore'>,
): Answer => {
  if (venue === null) return refuse('NOT_SET_UP');
  if (restored?.series === series) return [];
  return [{ type: 'venue.restored', data: { knownSeq, knownAt, series } }];
};

const settleRestore = ({ restored }: VenueState): Answer =>
  restored === null || restored.settled
    ? []
    : [{ type: 'venue.restoreSettled', data: { series: restored.series } }];

const reopenRestore = ({ restored }: VenueState): Answer =>
  restored?.settled === true
    ? [{ type: 'venue.restoreReopened', data: { series: restored.series } }]
    : [];

const noteSoftware = ({ venue }: VenueState, { from, to, reason }: Of<'noteSoftware'>): Answer => {
  // A leaf that nobody set up has nothing in its log, and may still take that of another one.
  if (venue === null) return refuse('NOT_SET_UP');
  return reason === null
    ? [{ type: 'venue.softwareUpdated', data: { from, to } }]
    : [{ type: 'venue.softwareRolledBack', data: { from, to, reason } }];
};

const noteMachine = ({ venue }: VenueState, { parts }: Of<'noteMachine'>): Answer => {
  if (venue === null) return refuse('NOT_SET_UP');
  return parts.length === 0 ? [] : [{ type: 'venue.machineChanged', data: { parts } }];
};

/** An id that is no operator's may still be a name that every object knows, such as `toString`. */
const operatorIn = ({ operators }: VenueState, id: string) =>
  Object.hasOwn(operators, id) ? operators[id] : undefined;

/** The venue must keep somebody who can let others in. */
const losesLastAdmin = (state: VenueState, { operatorId, role, active }: Of<'changeOperator'>) => {
  const now = operatorIn(state, operatorId);
  const stays = (role ?? now?.role) === 'admin' && (active ?? now?.active) === true;
  return !stays && activeAdmins(state).every((id) => id === operatorId);
};

const changeOperator = (state: VenueState, command: Of<'changeOperator'>): Answer => {
  const { operatorId, role, active, named, pinned, unlocked } = command;
  const now = operatorIn(state, operatorId);
  if (now === undefined) return refuse('NO_SUCH_OPERATOR');
  if (losesLastAdmin(state, command)) return refuse('LAST_ADMIN');
  const events: VenueEvent[] = [];
  if (role !== undefined && role !== now.role) {
    events.push({ type: 'operator.roleChanged', data: { operatorId, role, before: now.role } });
  }
  if (active === false && now.active) {
    events.push({ type: 'operator.deactivated', data: { operatorId } });
  }
  if (active === true && !now.active) {
    events.push({ type: 'operator.reactivated', data: { operatorId } });
  }
  if (named) events.push({ type: 'operator.renamed', data: { operatorId } });
  if (pinned) events.push({ type: 'operator.pinChanged', data: { operatorId } });
  if (unlocked) events.push({ type: 'operator.unlocked', data: { operatorId } });
  return events;
};

export const decide = (state: VenueState, command: VenueCommand): Answer => {
  switch (command.type) {
    case 'setUp':
      return setUp(state, command);
    case 'configure':
      return configure(state, command);
    case 'restore':
      return restore(state, command);
    case 'settleRestore':
      return settleRestore(state);
    case 'reopenRestore':
      return reopenRestore(state);
    case 'noteSoftware':
      return noteSoftware(state, command);
    case 'noteMachine':
      return noteMachine(state, command);
    case 'addOperator':
      if (state.venue === null) return refuse('NOT_SET_UP');
      return [
        {
          type: 'operator.added',
          data: { operatorId: command.operatorId, role: command.role },
        },
      ];
    case 'changeOperator':
      return changeOperator(state, command);
    default:
      throw new Error(`no such command: ${(command satisfies never as VenueCommand).type}`);
  }
};
