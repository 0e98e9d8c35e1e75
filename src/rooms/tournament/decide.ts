import type { Refusal } from '../../kernel/decider.ts';
import { refuse } from '../../kernel/decider.ts';
import type { Command, RefusalCode } from './commands.ts';
import { breakTable } from './decide/breaking.ts';
import { bust, bustOne, correctRank } from './decide/busts.ts';
import * as clock from './decide/clock.ts';
import * as entries from './decide/entries.ts';
import * as leaving from './decide/leaving.ts';
import * as money from './decide/money.ts';
import { brokenPromise } from './decide/promises.ts';
import { redo } from './decide/redo.ts';
import * as sales from './decide/sales.ts';
import * as seating from './decide/seating.ts';
import * as setup from './decide/setup.ts';
import { undo } from './decide/undo.ts';
import type { TournamentEvent } from './events.ts';
import type { State } from './state.ts';

/** What may still be done when the night is over; everything else first undoes the end. */
const AFTER_THE_END: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'undo',
  'redo',
  'payPrize',
  'receivePayment',
  'restore',
]);

/**
 * Every command of the night. Refuses, or answers bare events; nothing that was paid, granted or
 * agreed is left uncovered.
 */
export const decide = (
  state: State,
  command: Command,
): readonly TournamentEvent[] | Refusal<RefusalCode> => {
  if (state.status === 'none' && command.type !== 'create') return refuse('NOT_FOUND');
  if (state.status === 'ended' && !AFTER_THE_END.has(command.type)) return refuse('ENDED');
  const answer = decideOne(state, command);
  return 'refused' in answer ? answer : (brokenPromise(state, command, answer) ?? answer);
};

/** The file that knows the rules of each command. */
const decideOne = (
  state: State,
  command: Command,
): readonly TournamentEvent[] | Refusal<RefusalCode> => {
  switch (command.type) {
    case 'create':
      return setup.create(state, command);
    case 'configure':
      return setup.configure(state, command);
    case 'changeStructure':
      return setup.changeStructure(state, command);
    case 'correctLevel':
      return setup.correctLevel(state, command);
    case 'discard':
      return setup.discard(state);
    case 'end':
      return setup.end(state, command);
    case 'start':
      return clock.start(state, command);
    case 'startDue':
      return clock.startDue(state, command);
    case 'pause':
      return clock.pause(state, command);
    case 'resume':
      return clock.resume(state, command);
    case 'advance':
      return clock.advance(state, command);
    case 'rewind':
      return clock.rewind(state, command);
    case 'jump':
      return clock.jump(state, command);
    case 'adjustClock':
      return clock.adjustClock(state, command);
    case 'levelDue':
      return clock.levelDue(state, command);
    case 'warningDue':
      return clock.warningDue(state, command);
    case 'registrationDue':
      return clock.registrationDue(state, command);
    case 'setRegistration':
      return clock.setRegistration(state, command);
    case 'recoverClock':
      return clock.recoverClock(state, command);
    case 'restore':
      return clock.restore(state, command);
    case 'settleClock':
      return clock.settleClock(state, command);
    case 'buyIn':
      return entries.buyIn(state, command);
    case 'rebuy':
      return sales.rebuy(state, command);
    case 'addOn':
      return sales.addOn(state, command);
    case 'unregister':
      return leaving.unregister(state, command);
    case 'noShow':
      return leaving.noShow(state, command);
    case 'receivePayment':
      return entries.receivePayment(state, command);
    case 'bust':
      return bust(state, command);
    case 'bustOne':
      return bustOne(state, command);
    case 'correctRank':
      return correctRank(state, command);
    case 'payPrize':
      return money.payPrize(state, command);
    case 'grantPrize':
      return money.grantPrize(state, command);
    case 'deal':
      return money.deal(state, command);
    case 'changePayouts':
      return money.changePayouts(state, command);
    case 'setChips':
      return money.setChips(state, command);
    case 'setChipsOf':
      return money.setChipsOf(state, command);
    case 'adjustChips':
      return money.adjustChips(state, command);
    case 'setCounters':
      return money.setCounters(state, command);
    case 'openTables':
      return seating.openTablesOf(state, command);
    case 'changeTable':
      return seating.changeTable(state, command);
    case 'closeTable':
      return seating.closeTable(state, command);
    case 'breakTable':
      return breakTable(state, command);
    case 'drawSeats':
      return seating.draw(state, command);
    case 'move':
      return seating.move(state, command);
    case 'seat':
      return seating.seat(state, command);
    case 'adjustEntry':
      return entries.adjustEntry(state, command);
    case 'undo':
      return undo(state, command);
    case 'redo':
      return redo(state, command);
    default:
      throw new Error(`no such command: ${(command satisfies never as Command).type}`);
  }
};
