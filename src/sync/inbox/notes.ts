import { SECOND } from '../../kernel/time.ts';
import type { Delivery, Replica } from '../port.ts';
import { partsOf } from '../protocol.ts';
import type { Alarm } from './alarm.ts';
import type { createAnswers } from './answers.ts';

/** What became of a checkpoint; `later`: the core has not come that far yet. */
export type Witnessed =
  | { readonly kind: 'taken'; readonly countersigned: string }
  | { readonly kind: 'later' | 'refused' }
  | { readonly kind: 'fork'; readonly seq: number };

export type Witness = (venueId: string, payload: Uint8Array, own: Replica) => Promise<Witnessed>;

/** Deliveries of a checkpoint that is ahead of the log: within a minute its leaf signs another one. */
const PATIENCE = 16;

export const isCheckpoint = ({ subject }: Delivery): boolean =>
  partsOf(subject)?.topic === 'checkpoint';

/** So long until one that came too early comes again. */
export const soon = ({ redelivered }: Delivery): number =>
  Math.min(5 * SECOND, 50 * 2 ** redelivered);

/** Takes signed checkpoints, one at a time. */
export const createNotes =
  ({
    witness,
    answer,
    alarm,
  }: {
    /** Without it they are dropped. */
    readonly witness: Witness | undefined;
    readonly answer: ReturnType<typeof createAnswers>['answer'];
    readonly alarm: (alarm: Alarm) => void;
  }) =>
  async (venueId: string, replica: Replica, delivery: Delivery): Promise<void> => {
    const seen = await witness?.(venueId, delivery.payload, replica);
    if (seen?.kind === 'later' && delivery.redelivered < PATIENCE) delivery.nak(soon(delivery));
    else delivery.ack();
    if (seen?.kind === 'taken') {
      answer(venueId, await replica.head(), { countersigned: seen.countersigned });
    }
    if (seen?.kind === 'fork') {
      alarm({ venueId, kind: 'fork', seq: seen.seq });
      answer(venueId, await replica.head(), { fork: seen.seq });
    }
  };
