import type { Receipt } from '../../src/rooms/tournament/views/receipts.ts';
import { receipts } from '../../src/rooms/tournament/views/receipts.ts';
import { computed } from '../html.ts';
import { night } from '../tournament/night.ts';

export { receiptLabel } from '../../src/rooms/tournament/views/receipts.ts';

/** The receipts of the open tournament, oldest first. */
export const receiptsNow = computed<readonly Receipt[]>(() =>
  night.value === null ? [] : receipts(night.value.state),
);

const byEvent = computed(() => new Map(receiptsNow.value.map((one) => [one.fact.id, one])));

/** The receipt that an event made; undefined where no money was asked for. */
export const receiptOf = (eventId: string): Receipt | undefined => byEvent.value.get(eventId);
