import { createHash, randomBytes } from 'node:crypto';
import type { Cell, RowWrite } from '../../kernel/room.ts';
import type { Now } from '../../kernel/time.ts';
import { DAY, HOUR, SECOND } from '../../kernel/time.ts';
import type { Log, Row } from '../../log/port.ts';
import type { Secrets } from './secrets.ts';
import { keyed } from './secrets.ts';
import { refreshTokens, sessions as table } from './tables.ts';

/** A sign-in ends when it was not refreshed for so long, and in any case after so many days. */
export const IDLE_MS = 12 * HOUR;
const LONGEST_MS = 7 * DAY;

/** A lost answer on bad Wi-Fi is no theft: within this time the same token gives the same successor. */
const GRACE_MS = 10 * SECOND;

/** Sign-ins looked up lately; one is some 300 bytes. */
const KEPT = 5_000;

export type EndedWhy = 'logout' | 'expired' | 'reuse' | 'admin';

export type Session = {
  readonly id: string;
  readonly operatorId: string;
  readonly device: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly created: Now;
  readonly used: Now;
  readonly ended: { readonly at: number; readonly why: EndedWhy } | null;
};

/** Where a sign-in comes from. */
export type Origin = Pick<Session, 'device' | 'address' | 'userAgent'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const textOrNull = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);

const momentOf = (row: Row, name: 'created' | 'used'): Now => ({
  wallMs: Number(row[`${name}At`]),
  bootMs: Number(row[`${name}BootMs`]),
  bootId: String(row[`${name}BootId`]),
});

const sessionOf = (row: Row): Session => ({
  id: String(row['id']),
  operatorId: String(row['operatorId']),
  device: String(row['device']),
  address: textOrNull(row['address']),
  userAgent: textOrNull(row['userAgent']),
  created: momentOf(row, 'created'),
  used: momentOf(row, 'used'),
  ended:
    row['endedAt'] === null
      ? null
      : { at: Number(row['endedAt']), why: String(row['endedWhy']) as EndedWhy },
});

const rowOf = ({ id, created, used, ended, ...rest }: Session): RowWrite => ({
  table: table.name,
  key: { id },
  row: {
    ...rest,
    createdAt: created.wallMs,
    createdBootMs: created.bootMs,
    createdBootId: created.bootId,
    usedAt: used.wallMs,
    usedBootMs: used.bootMs,
    usedBootId: used.bootId,
    endedAt: ended?.at ?? null,
    endedWhy: ended?.why ?? null,
  },
});

const tokenRow = (hash: string, session: string, used: Now | null): RowWrite => ({
  table: refreshTokens.name,
  key: { hash },
  row: {
    session,
    usedBootMs: used?.bootMs ?? null,
    usedBootId: used?.bootId ?? null,
    usedAt: used?.wallMs ?? null,
  },
});

/** Time between two moments: by the clock that never jumps where there was no reboot in between. */
const between = (from: Now, to: Now): number =>
  from.bootId === to.bootId ? to.bootMs - from.bootMs : Math.max(0, to.wallMs - from.wallMs);

const isOver = (session: Session, now: Now): boolean =>
  between(session.used, now) > IDLE_MS || between(session.created, now) > LONGEST_MS;

/**
 * Sign-ins and their refresh tokens. A token is 256 random bits and serves once; its successor is
 * an HMAC of it, so that a repetition can be given the same one though only hashes are stored.
 */
export const createSessions = ({
  log,
  now,
  newId,
  secrets,
}: {
  readonly log: Pick<Log, 'select' | 'write'>;
  readonly now: () => Now;
  readonly newId: () => string;
  readonly secrets: Secrets;
}) => {
  const recent = new Map<string, Session>();
  const listeners = new Set<(session: string) => void>();
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: a refresh must not write over an end that came meanwhile. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const remember = (session: Session): Session => {
    recent.delete(session.id);
    if (recent.size >= KEPT) {
      const [oldest] = recent.keys();
      if (oldest !== undefined) recent.delete(oldest);
    }
    recent.set(session.id, session);
    return session;
  };

  const find = async (id: string): Promise<Session | null> => {
    const known = recent.get(id);
    if (known !== undefined) return known;
    const [row] = await log.select({ table: table.name, where: { id }, limit: 1 });
    return row === undefined ? null : remember(sessionOf(row));
  };

  const save = async (session: Session, rows: readonly RowWrite[]) => {
    await log.write([rowOf(session), ...rows]);
    remember(session);
    if (session.ended !== null) for (const listener of listeners) listener(session.id);
  };

  const tokenRowsOf = async (session: string): Promise<readonly RowWrite[]> => {
    const rows = await log.select({
      table: refreshTokens.name,
      where: { session },
      limit: 10_000,
    });
    return rows.map((row) => ({
      table: refreshTokens.name,
      key: { hash: String(row['hash']) },
      row: null,
    }));
  };

  const ended = (session: Session, why: EndedWhy): Session => ({
    ...session,
    ended: { at: now().wallMs, why },
  });

  const end = async (session: Session, why: EndedWhy) => {
    if (session.ended === null) await save(ended(session, why), await tokenRowsOf(session.id));
  };

  const openOf = async (operatorId: string): Promise<readonly Session[]> => {
    const rows = await log.select({
      table: table.name,
      where: { operatorId, endedAt: null },
      limit: 10_000,
    });
    return rows.map(sessionOf);
  };

  const successorOf = (token: string): string =>
    keyed(secrets, 'refresh', token).toString('base64url');

  const isUnused = async (token: string): Promise<boolean> => {
    const where = { hash: sha256(token) };
    const [row] = await log.select({ table: refreshTokens.name, where, limit: 1 });
    return row !== undefined && row['usedAt'] === null;
  };

  /** A token that served already: its successor once more, or the end of the sign-in. */
  const again = async (token: string, row: Row, session: Session): Promise<string | null> => {
    const { bootMs, bootId } = now();
    const soon = row['usedBootId'] === bootId && bootMs - Number(row['usedBootMs']) <= GRACE_MS;
    const successor = successorOf(token);
    if (soon && (await isUnused(successor))) return successor;
    await end(session, 'reuse');
    return null;
  };

  const rotate = async (token: string, session: Session): Promise<string> => {
    const at = now();
    const successor = successorOf(token);
    await save({ ...session, used: at }, [
      tokenRow(sha256(token), session.id, at),
      tokenRow(sha256(successor), session.id, null),
    ]);
    return successor;
  };

  const refresh = async (token: string) => {
    const where = { hash: sha256(token) };
    const [row] = await log.select({ table: refreshTokens.name, where, limit: 1 });
    const session = row === undefined ? null : await find(String(row['session']));
    if (row === undefined || session === null || session.ended !== null) return null;
    if (isOver(session, now())) {
      await end(session, 'expired');
      return null;
    }
    const fresh =
      row['usedAt'] === null ? await rotate(token, session) : await again(token, row, session);
    return fresh === null ? null : { session, token: fresh };
  };

  return {
    /** A new sign-in and its first refresh token; ended ones of the operator are cleared away. */
    open: (operatorId: string, origin: Origin) =>
      inTurn(async () => {
        const at = now();
        for (const old of await openOf(operatorId)) if (isOver(old, at)) await end(old, 'expired');
        const token = randomBytes(32).toString('base64url');
        const session: Session = {
          ...{ id: newId(), operatorId, ...origin },
          ...{ created: at, used: at, ended: null },
        };
        await save(session, [tokenRow(sha256(token), session.id, null)]);
        return { session, token };
      }),
    /** The next token of a sign-in; null where it ended, or has to end because a token came twice. */
    refresh: (token: string) => inTurn(() => refresh(token)),
    /** Ends the sign-in that a refresh token belongs to. */
    logout: (token: string): Promise<void> =>
      inTurn(async () => {
        const where = { hash: sha256(token) };
        const [row] = await log.select({ table: refreshTokens.name, where, limit: 1 });
        const session = row === undefined ? null : await find(String(row['session']));
        if (session !== null) await end(session, 'logout');
      }),
    end: (id: string, why: EndedWhy): Promise<void> =>
      inTurn(async () => {
        const session = await find(id);
        if (session !== null) await end(session, why);
      }),
    /**
     * Ends all of an operator's sign-ins in the transaction of `commit`, which is handed their rows.
     * @param except a sign-in that goes on: the one in which the operator asked for it.
     */
    endAll: <T extends { readonly repeated: boolean }>(
      operatorId: string,
      except: string | null,
      commit: (rows: readonly RowWrite[]) => Promise<T>,
    ): Promise<T> =>
      inTurn(async () => {
        const open = (await openOf(operatorId)).filter(({ id }) => id !== except);
        const over = open.map((session) => ended(session, 'admin'));
        const tokens = await Promise.all(open.map(({ id }) => tokenRowsOf(id)));
        const answer = await commit([...over.map(rowOf), ...tokens.flat()]);
        // Repeated: what was ended then is ended, and later sign-ins have nothing to do with it.
        if (answer.repeated) return answer;
        for (const session of over) {
          remember(session);
          for (const listener of listeners) listener(session.id);
        }
        return answer;
      }),
    /** Whether the sign-in stands; undefined where it has to be looked up by `stands`. */
    recall: (id: string): boolean | undefined => {
      const session = recent.get(id);
      return session === undefined ? undefined : session.ended === null;
    },
    stands: async (id: string): Promise<boolean> => (await find(id))?.ended === null,
    /** Whether somebody signed in as this operator on this device before. */
    isKnown: async (operatorId: string, device: string): Promise<boolean> =>
      (await log.select({ table: table.name, where: { operatorId, device }, limit: 1 })).length > 0,
    onEnded: (listener: (session: string) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

export type Sessions = ReturnType<typeof createSessions>;
