import type { Envelope } from '../../../kernel/envelope.ts';
import type { Shell } from '../../../server/shell.ts';
import { ApiError, cursorOf, cursorValues } from '../../../server/shell.ts';
import type { AuditLine } from '../views.ts';

export type AuditQuery = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly stream?: string | undefined;
  readonly operator?: string | undefined;
  readonly type?: string | undefined;
};

type Logged = { readonly seq: number; readonly envelope: Envelope };

/** Events looked at by one request at most: a rare filter answers short pages, not late ones. */
const WINDOW = 500;
const WINDOWS = 10;
const MOST = 200;

const wanted = ({ stream, operator, type }: AuditQuery, { envelope }: Logged): boolean =>
  (stream === undefined || envelope.stream === stream) &&
  (operator === undefined || envelope.by === operator) &&
  (type === undefined || envelope.type === type);

/** Newest first, what lies before `before` in the log; and from where to go on, 0 at its beginning. */
const walk = async (shell: Shell, query: AuditQuery, before: number, limit: number) => {
  const found: Logged[] = [];
  let from = before;
  for (let i = 0; i < WINDOWS && from > 1; i++) {
    const start = Math.max(1, from - WINDOW);
    const page = await shell.log.after(start - 1, from - start);
    for (const event of page.toReversed()) {
      from = event.seq;
      if (wanted(query, event) && found.push(event) === limit) return { found, from };
    }
    from = start;
  }
  return { found, from };
};

/** One stream has its own index, so that a short one need not be searched for in a long log. */
const walkStream = async (
  shell: Shell,
  query: AuditQuery & { readonly stream: string },
  before: number,
  limit: number,
) => {
  const all = (await shell.log.stream(query.stream)).toReversed();
  const found = all.filter((event) => event.seq < before && wanted(query, event));
  const page = found.slice(0, limit);
  return { found: page, from: found.length > limit ? (page.at(-1)?.seq ?? 1) : 1 };
};

const operatorName = async (shell: Shell, id: string): Promise<string> => {
  const [row] = await shell.log.select({ table: 'operators', where: { id }, limit: 1 });
  return row === undefined ? id : String(row['name']);
};

const deviceOf = async (shell: Shell, session: string): Promise<AuditLine['device']> => {
  const where = { id: session };
  const [row] = await shell.log.select({ table: 'sessions', where, limit: 1 });
  const { address = null, userAgent = null } = row ?? {};
  return {
    session,
    address: address === null ? null : String(address),
    userAgent: userAgent === null ? null : String(userAgent),
  };
};

/** Each value looked up once, however many lines it stands on. */
const eachOnce = async <T>(keys: readonly string[], look: (key: string) => Promise<T>) =>
  new Map(
    await Promise.all([...new Set(keys)].map(async (key) => [key, await look(key)] as const)),
  );

const linesOf = async (shell: Shell, events: readonly Logged[]): Promise<readonly AuditLine[]> => {
  const envelopes = events.map(({ envelope }) => envelope);
  const names = await eachOnce(
    envelopes.map(({ by }) => by),
    (id) => operatorName(shell, id),
  );
  const devices = await eachOnce(
    envelopes.flatMap(({ device }) => (device === null ? [] : [device])),
    (session) => deviceOf(shell, session),
  );
  return events.map(
    ({ seq, envelope: { id, at, type, stream, version, by, device, ...rest } }) => ({
      ...{ seq, id, at: new Date(at).toISOString(), type, stream, version },
      operator: { id: by, name: names.get(by) ?? by },
      device: device === null ? null : (devices.get(device) ?? null),
      ...{ cause: rest.cause, data: rest.data },
    }),
  );
};

/**
 * A page of the audit trail (SEC-4): the log itself, newest first, with the names and devices that
 * are kept beside it. A filtered page may be short, and even empty, while `nextCursor` goes on.
 */
export const auditPage = async (shell: Shell, query: AuditQuery) => {
  const limit = Math.min(Math.max(1, query.limit), MOST);
  const [at] = query.cursor === undefined ? [] : cursorValues(query.cursor, ['integer']);
  const { seq } = await shell.log.head();
  const before = Math.min(seq + 1, at === undefined ? seq + 1 : Number(at));
  const { stream } = query;
  const { found, from } =
    stream === undefined
      ? await walk(shell, query, before, limit)
      : await walkStream(shell, { ...query, stream }, before, limit);
  return {
    items: await linesOf(shell, found),
    nextCursor: from > 1 ? cursorOf([from]) : null,
  };
};

/** Who looked at money, newest first, a page at a time. */
export const readsPage = async (shell: Shell, { cursor, limit }: AuditQuery) => {
  const most = Math.min(Math.max(1, limit), MOST);
  const rows = await shell.log.select({
    table: 'moneyReads',
    order: [
      { column: 'at', down: true },
      { column: 'id', down: true },
    ],
    ...(cursor === undefined ? {} : { after: cursorValues(cursor, ['integer', 'text']) }),
    limit: most,
  });
  const names = await eachOnce(
    rows.map((row) => String(row['operator'])),
    (id) => operatorName(shell, id),
  );
  const last = rows.at(-1);
  return {
    items: rows.map(({ operator, session, path, at }) => ({
      at: new Date(Number(at)).toISOString(),
      operator: { id: String(operator), name: names.get(String(operator)) ?? String(operator) },
      session,
      path,
    })),
    nextCursor:
      rows.length < most || last === undefined
        ? null
        : cursorOf([last['at'] ?? 0, last['id'] ?? '']),
  };
};

/**
 * Everything that was logged of one stream, signed by this leaf (SEC-4: one dispute): a compact JWS
 * whose payload holds each event as stored, with its hash and the head of the log, and the key to
 * check it with.
 * @throws ApiError NOT_FOUND where the log has no such stream.
 */
export const signedExport = async (shell: Shell, stream: string) => {
  const events = await shell.log.stream(stream);
  if (events.length === 0) throw new ApiError('NOT_FOUND', 'The log has no such stream.');
  const payload = {
    stream,
    madeAt: new Date(shell.now().wallMs).toISOString(),
    head: await shell.log.head(),
    events: events.map(({ seq, hash, body }) => ({ seq, hash, body })),
  };
  return shell.auth.signDocument(JSON.stringify(payload));
};
