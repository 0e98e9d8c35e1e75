import { lastSeq, REQUESTS_STREAM, requestsState } from '../rooms/requests/room.ts';
import { createTurns } from '../server/shell.ts';
import { knownOrder } from '../sync/orders.ts';
import type { Order } from '../sync/protocol.ts';
import { decode, Sync, speaks } from '../sync/protocol.ts';
import { eraseStep, profileStep } from './orders/profile.ts';
import { registrationStep } from './orders/registration.ts';
import { mediaStep, settingsStep } from './orders/settings.ts';
import type { Share } from './orders/share.ts';
import { createShare } from './orders/share.ts';
import type { House, Step } from './orders/step.ts';
import { NOBODY_NAMED, only } from './orders/step.ts';

/** Something else was decided between looking and deciding: how often to look again. */
const LOOKS = 8;

const stepFor = async (house: House, order: Order): Promise<Step> => {
  const known = knownOrder(order);
  switch (known?.kind) {
    case 'profile':
      return profileStep(house, known.body);
    case 'erase':
      return eraseStep(house, known.body);
    case 'settings':
      return settingsStep(house, known.body);
    case 'media':
      return mediaStep(house, known.body);
    case 'registration':
      return registrationStep(house, known.body);
    case undefined:
      return only(NOBODY_NAMED, { verdict: 'unknown' });
  }
};

/** What became of an order that was tried: dealt with, to be looked at again, or not its turn. */
type Tried = 'done' | 'again' | 'missing' | { readonly refused: string };

/**
 * The core's orders on the leaf: each is decided about once, in its place, in one transaction with
 * what comes of it; the answer goes up with the log. What fails stays untaken, and the core sends it
 * again until `downSeq` says that it was taken.
 * @param venueId of the leaf's link.
 * @param epoch the leaf's own: orders for another of the venue's leaves are not this one's.
 * @param share what is taken within a day; the usual one where nothing is said.
 * @param failed told what failed.
 */
export const createOrders = ({
  house,
  venueId,
  epoch,
  share: own,
  failed,
}: {
  readonly house: House;
  readonly venueId: string;
  readonly epoch: number;
  readonly share?: Share;
  readonly failed: (error: unknown) => void;
}) => {
  const inTurn = createTurns();
  const { handle } = house;
  const share = createShare({
    bootMs: () => house.now().bootMs,
    over: () => failed(new Error('the core asks for more than a day’s share: the rest waits')),
    ...(own === undefined ? {} : { share: own }),
  });

  const downSeq = (): Promise<number> =>
    handle.look(REQUESTS_STREAM, (state) => lastSeq(requestsState(state), venueId));

  const tried = async ({ id, seq, kind }: Order, step: Step): Promise<Tried> => {
    const { about, verdict, orders, rows } = step;
    const own = { type: 'take', orderId: id, venueId, seq, kind, about, ...verdict };
    const answer = await handle.executeAll({
      ...{ orders: [{ stream: REQUESTS_STREAM, command: own }, ...orders], rows },
      ...{ by: 'system', device: null, cause: `core:${id}` },
      // An order that was not understood comes again under another seq.
      idempotency: { key: `core:${venueId}:${id}:${seq}`, bodyHash: '' },
    });
    if (answer.ok) return 'done';
    const { refused } = answer.refusal;
    if (answer.index === 0) return refused === 'ORDER_TAKEN' ? 'done' : 'missing';
    return refused === 'VERSION_MISMATCH' ? 'again' : { refused };
  };

  /** @returns whether the next one may follow. */
  const take = async (order: Order): Promise<boolean> => {
    for (let look = 1; look <= LOOKS; look++) {
      const step = await stepFor(house, order);
      const came = await tried(order, step);
      if (came === 'done') return true;
      if (came === 'missing') return false;
      if (came === 'again') continue;
      const verdict = { verdict: 'refused' as const, code: came.refused };
      return (await tried(order, only(step.about, verdict))) === 'done';
    }
    return false;
  };

  const takeAll = async (orders: readonly Order[]): Promise<void> => {
    const last = await downSeq();
    const fresh = orders.filter(({ seq }) => seq > last).sort((a, b) => a.seq - b.seq);
    for (const order of fresh) {
      if (!share.hasLeft() || !(await take(order))) return;
      share.count(order);
    }
  };

  return {
    /**
     * A message on the venue's `down.<venueId>.sync`; settles when what it brought is durable, and
     * answers whether anything was taken: then the core may be told at once, and sends what follows.
     */
    heard: async (payload: Uint8Array): Promise<boolean> => {
      const message = decode(Sync, payload);
      if (message === null || !speaks(message.protocol) || message.epoch !== epoch) return false;
      return inTurn(async () => {
        const before = await downSeq();
        // What failed is sent again with the next report, and not before.
        await takeAll(message.orders).catch(failed);
        return (await downSeq()) > before;
      });
    },
    /** Seq of the last order that this leaf has taken: for its health. */
    downSeq,
    /** Waits for what is under way. */
    stop: (): Promise<void> => inTurn(async () => undefined),
  };
};

export type Orders = ReturnType<typeof createOrders>;
