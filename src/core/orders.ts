import { createHash } from 'node:crypto';
import type { Json } from '../kernel/parse.ts';
import type { Query } from '../log/postgres.ts';
import { VENUE_LOCK } from '../log/postgres.ts';
import { MAX_PAYLOAD } from '../sync/nats/config.ts';
import type { OrderBody, OrderKind } from '../sync/orders.ts';
import type { Bus, Timers } from '../sync/port.ts';
import type { Health, Order } from '../sync/protocol.ts';
import { encode, PROTOCOL, SUBJECTS } from '../sync/protocol.ts';
import type { Tenant } from './tenants.ts';

/** Orders in one message, at most; the leaf's next report brings the next ones. */
const MOST = 100;
/** Of bodies in one message: the largest picture fits with room to spare. */
const MOST_BYTES = MAX_PAYLOAD / 2;

type Desk = Pick<Tenant, 'venueId' | 'within'>;
type Row = Readonly<Record<string, unknown>>;

/** What shall be asked of a leaf. */
export type Wish = {
  readonly [Kind in OrderKind]: { readonly kind: Kind; readonly body: OrderBody<Kind> };
}[OrderKind];

export type Given = { readonly id: string; readonly seq: number };

/** The same id was given with another body before. */
export class OrderMismatch extends Error {
  override readonly name = 'OrderMismatch';
}

const INSERT = `insert into orders (venue_id, seq, id, kind, at, body, body_hash)
  select $1::uuid, 1 + greatest(
      (select max(seq) from orders where venue_id = $1::uuid),
      -- Where this core was put back from a copy, the leaf may have taken more than it remembers.
      (select down_seq from status where venue_id = $1::uuid), 0),
    $2::uuid, $3::text, $4::bigint, $5::text, $6::text
  returning seq`;

/** All that a leaf's report may change or bring about hangs on these. */
const UNANSWERED = `select from orders where venue_id = $1 and body <> '' limit 1`;

/** Whether anything waits for the venue's leaf; nearly always nothing does. */
export const hasOrders = async (query: Query, venueId: string): Promise<boolean> =>
  (await query(UNANSWERED, [venueId])).length > 0;

/** What the leaf's log answers: everything but "unknown" is an answer for good. */
const FORGET = `update orders set body = '', unknown_to = null from requests
  where orders.venue_id = $1 and orders.body <> '' and requests.venue_id = $1
    and requests.id = orders.id::text and requests.seq = orders.seq
    and requests.status <> 'unknown'`;

const NOT_UNDERSTOOD = `update orders set unknown_to = $2 from requests
  where orders.venue_id = $1 and orders.body <> '' and orders.unknown_to is null
    and requests.venue_id = $1 and requests.id = orders.id::text and requests.seq = orders.seq
    and requests.status = 'unknown'`;

/**
 * What an older build of the leaf did not understand goes to the end: its place there was taken. So
 * does what this core gave a place that the leaf had filled already, with an order that the core lost
 * when it was put back from a copy; that is certain once it has all of the log that the leaf tells of.
 */
const AGAIN = `with last as (select greatest(
      (select max(seq) from orders where venue_id = $1),
      (select down_seq from status where venue_id = $1)) as seq),
    due as (select seq, row_number() over (order by seq) as n from orders
      where venue_id = $1 and body <> '' and (unknown_to <> $2 or exists (
        select from status s, requests r
        where s.venue_id = $1 and s.applied_seq >= s.head_seq and s.down_seq >= orders.seq
          and r.venue_id = $1 and r.seq = orders.seq and r.id <> orders.id::text
          and not exists (select from requests own where own.venue_id = $1
            and own.id = orders.id::text and own.seq = orders.seq))))
  update orders set seq = last.seq + due.n, unknown_to = null from last, due
  where orders.venue_id = $1 and orders.seq = due.seq`;

/**
 * How many orders lie behind what the leaf has taken, and how far they go. There is a hole where a core
 * that was put back from a copy numbered on behind what a leaf had taken that was then lost with its
 * log: the leaf in its place has fewer, waits for numbers that nobody has, and takes nothing more.
 */
const BEHIND = `select count(*) as n, coalesce(max(seq), 0) as last from orders
  where venue_id = $1 and seq > $2`;

/** In two steps: no number may be given twice, not even for a moment. */
const CLOSE = [
  `with due as (select seq, row_number() over (order by seq) as n from orders
      where venue_id = $1 and seq > $2::bigint)
    update orders set seq = -($2::bigint + due.n) from due
    where orders.venue_id = $1 and orders.seq = due.seq`,
  'update orders set seq = -seq where venue_id = $1 and seq < 0',
] as const;

/** Numbers on what waits, without a hole, behind what the leaf says that it has taken. */
const closeHole = async (query: Query, venueId: string, downSeq: number): Promise<void> => {
  const [row] = await query(BEHIND, [venueId, downSeq]);
  if (Number(row?.['last']) - downSeq <= Number(row?.['n'])) return;
  const [away, back] = CLOSE;
  await query(away, [venueId, downSeq]);
  await query(back, [venueId]);
};

const DUE = `select seq, id::text, kind, at, body from orders
  where venue_id = $1 and seq > $2 order by seq limit ${MOST}`;

const orderOf = ({ seq, id, kind, at, body }: Row): Order => {
  // An answered one is sent only to a leaf that lost its answer with its disk; nothing is left of it.
  const read: Json = body === '' ? null : JSON.parse(String(body));
  return { seq: Number(seq), id: String(id), kind: String(kind), at: Number(at), body: read };
};

/** As many as one message holds, and always the first. */
const fitting = (rows: readonly Row[]): readonly Row[] => {
  let bytes = 0;
  const end = rows.findIndex(({ body }, i) => {
    bytes += Buffer.byteLength(String(body));
    return i > 0 && bytes > MOST_BYTES;
  });
  return end === -1 ? rows : rows.slice(0, end);
};

const lastSeq = async (query: Query, venueId: string): Promise<number> => {
  const [row] = await query('select max(seq) as seq from orders where venue_id = $1', [venueId]);
  return Number(row?.['seq'] ?? 0);
};

const hashOf = (kind: string, body: string): string =>
  createHash('sha256').update(`${kind}\n${body}`).digest('hex');

const known = async (query: Query, venueId: string, id: string) => {
  const text = 'select seq, body_hash from orders where venue_id = $1 and id = $2::uuid';
  const [row] = await query(text, [venueId, id]);
  return row === undefined ? null : { seq: Number(row['seq']), bodyHash: String(row['body_hash']) };
};

/** What waits for the leaf about somebody who is erased loses its contents; its place stays. */
const forgetPerson = async (query: Query, venueId: string, playerId: string): Promise<void> => {
  const rows = await query(
    `select seq, kind, body from orders where venue_id = $1 and body <> ''
       and kind in ('profile', 'registration') for update`,
    [venueId],
  );
  for (const { seq, kind, body } of rows) {
    const { profile: _, ...rest } = JSON.parse(String(body));
    if (rest.playerId !== playerId) continue;
    const empty = kind === 'profile' ? { ...rest, fields: {} } : rest;
    await query('update orders set body = $3 where venue_id = $1 and seq = $2', [
      ...[venueId, Number(seq), JSON.stringify(empty)],
    ]);
  }
};

/**
 * What the core asks of the leaves: kept in order, sent until the leaf has it, forgotten but for its
 * name once the leaf's log has answered. Any number of core processes may do so at once.
 */
export const createOrderBook = ({
  bus,
  timers,
}: {
  readonly bus: Pick<Bus, 'publish'>;
  readonly timers: Pick<Timers, 'now'>;
}) => {
  const send = async ({ venueId, within }: Desk, epoch: number, after: number) => {
    const { rows, last } = await within(async (query) => ({
      rows: await query(DUE, [venueId, after]),
      last: await lastSeq(query, venueId),
    }));
    if (rows.length === 0) return;
    const orders = fitting(rows).map(orderOf);
    bus.publish(SUBJECTS.sync(venueId), encode({ protocol: PROTOCOL, epoch, orders, last }));
  };

  /** To a leaf that was heard of; one that is away asks by its next report. */
  const sendNow = async (desk: Desk) => {
    const { venueId, within } = desk;
    const [row] = await within((query) =>
      query('select epoch, down_seq from status where venue_id = $1', [venueId]),
    );
    if (row !== undefined) await send(desk, Number(row['epoch']), Number(row['down_seq']));
  };

  const write = ({ venueId, within }: Desk, id: string, { kind, body }: Wish): Promise<Given> => {
    const text = JSON.stringify(body);
    const bodyHash = hashOf(kind, text);
    return within(async (query) => {
      await query(VENUE_LOCK, [venueId]);
      const before = await known(query, venueId, id);
      if (before !== null) {
        if (before.bodyHash !== bodyHash) throw new OrderMismatch('this id was given before');
        return { id, seq: before.seq };
      }
      if (kind === 'erase') await forgetPerson(query, venueId, body.playerId);
      const [row] = await query(INSERT, [venueId, id, kind, timers.now(), text, bodyHash]);
      return { id, seq: Number(row?.['seq']) };
    });
  };

  return {
    /**
     * Asks the venue's leaf. The same id again is the same order.
     * @throws OrderMismatch where that id was given with another body.
     */
    give: async (desk: Desk, id: string, wish: Wish): Promise<Given> => {
      const given = await write(desk, id, wish);
      await sendNow(desk);
      return given;
    },
    /** A leaf's report: takes note of what it has answered, and sends what it lacks. */
    heard: async (
      desk: Desk,
      { epoch, version, downSeq }: Pick<Health, 'epoch' | 'version' | 'downSeq'>,
    ): Promise<void> => {
      const { venueId } = desk;
      const isOpen = await desk.within(async (query) => {
        // One look at an index, and no lock.
        if (!(await hasOrders(query, venueId))) return false;
        await query(VENUE_LOCK, [venueId]);
        await query(FORGET, [venueId]);
        await query(AGAIN, [venueId, version]);
        await query(NOT_UNDERSTOOD, [venueId, version]);
        await closeHole(query, venueId, downSeq);
        return true;
      });
      if (isOpen) await send(desk, epoch, downSeq);
    },
    /** Newest first, with what the leaf's log says of each; `before` is a seq. */
    list: async ({ venueId, within }: Desk, limit: number, before: number | null) => {
      const rows = await within((query) =>
        query(
          `select o.seq, o.id::text, o.kind, o.at, r.status, r.code, r."playerId",
             r."tournamentId", r."entryId", r.conflicts, r.ignored, r.side, r."decidedAt"
           from orders o left join requests r
             on r.venue_id = o.venue_id and r.id = o.id::text
           where o.venue_id = $1 and ($2::bigint is null or o.seq < $2::bigint)
           order by o.seq desc limit $3`,
          [venueId, before, limit],
        ),
      );
      return rows.map(listed);
    },
  };
};

const namesIn = (list: unknown): readonly string[] =>
  typeof list === 'string' ? JSON.parse(list) : [];
const orNull = (value: unknown): string | null => (value == null ? null : String(value));

/** An order as the core's API tells it: ids only. */
const listed = (row: Row) => ({
  ...{ seq: Number(row['seq']), id: String(row['id']), kind: String(row['kind']) },
  at: new Date(Number(row['at'])).toISOString(),
  /** `sent` until the leaf's answer has come with its log. */
  status: orNull(row['status']) ?? 'sent',
  ...{ code: orNull(row['code']), playerId: orNull(row['playerId']) },
  ...{ tournamentId: orNull(row['tournamentId']), entryId: orNull(row['entryId']) },
  ...{ conflicts: namesIn(row['conflicts']), ignored: namesIn(row['ignored']) },
  side: orNull(row['side']),
  decidedAt: row['decidedAt'] == null ? null : new Date(Number(row['decidedAt'])).toISOString(),
});

export type OrderBook = ReturnType<typeof createOrderBook>;
