import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Now } from '../../kernel/time.ts';
import { SECOND } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { nameKey } from '../../rooms/venue/room.ts';
import type { Operator } from '../env.ts';
import { ApiError } from '../errors.ts';
import type { Known } from './directory.ts';
import { createDirectory } from './directory.ts';
import type { Locked, Subject } from './ladder.ts';
import { createLadder } from './ladder.ts';
import { createPins } from './pins.ts';
import type { Secrets } from './secrets.ts';
import { keyed } from './secrets.ts';
import type { Origin } from './sessions.ts';
import { createSessions } from './sessions.ts';
import { createTickets } from './tickets.ts';
import type { Claims } from './tokens.ts';
import { ACCESS_S, createTokens } from './tokens.ts';

/** Tries before the first wait: an operator's, and those of a device that several operators share. */
const FREE = { operator: 5, device: 10 };

/** What strangers make up shares so many ladders: it locks like the rest, and cannot fill the disk. */
const SLOTS = 4_096;

const slotOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE() % SLOTS;

/** The device's id in a cookie with its seal, or null for what Felt never gave out. */
const deviceIn = (secrets: Secrets, cookie: string | undefined): string | null => {
  const [id = '', seal = ''] = (cookie ?? '').split('.');
  const expected = keyed(secrets, 'device', id);
  const given = Buffer.from(seal, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
};

const lockedOut = ({ retryAfterMs }: Locked): ApiError => {
  if (retryAfterMs === null) {
    const words = 'Too many wrong PINs: an admin has to unlock this operator.';
    return new ApiError('LOCKED_OUT', words, { needsAdmin: true });
  }
  const retryAfterS = Math.ceil(retryAfterMs / SECOND);
  const words = `Too many wrong PINs: try again in ${retryAfterS} seconds.`;
  return new ApiError('LOCKED_OUT', words, { needsAdmin: false, retryAfterS }, retryAfterS);
};

/** Where a sign-in comes from, as the request tells it. */
export type Client = {
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The device cookie, if it has one. */
  readonly device: string | undefined;
};

/** Who may do what: sign-in, access tokens, sign-ins that go on, tickets. */
export const createAuth = async ({
  handle,
  log,
  now,
  newId,
  secrets,
}: {
  readonly handle: Handle;
  readonly log: Log;
  readonly now: () => Now;
  readonly newId: () => string;
  readonly secrets: Secrets;
}) => {
  const directory = await createDirectory(handle, log);
  const pins = createPins(secrets);
  const ladder = createLadder(log, now);
  const tokens = createTokens(secrets, now);
  const sessions = createSessions({ log, now, newId, secrets });
  const tickets = createTickets(now);

  /**
   * Whose ladders a try climbs. An operator who has signed in on this device before has one of their
   * own here: strangers who guess at the name elsewhere cannot lock them out (OWASP's device cookies).
   */
  const subjectsOf = async (name: string, operator: Known | null, client: Client) => {
    const device = deviceIn(secrets, client.device);
    // Without a cookie: what looks the same, because an address alone is a whole room behind a router.
    const looks = `new:${slotOf(`${client.address} ${client.userAgent}`)}`;
    const byDevice: Subject = {
      subject: `device:${device ?? looks}`,
      operatorId: null,
      free: FREE.device,
      stops: false,
    };
    const id = operator?.id ?? null;
    const isKnown = id !== null && device !== null && (await sessions.isKnown(id, device));
    const byOperator: Subject = {
      subject:
        id === null
          ? `unknown:${slotOf(nameKey(name))}`
          : `operator:${id}${isKnown ? `@${device}` : ''}`,
      operatorId: id,
      free: FREE.operator,
      // Who alone could unlock goes on waiting instead: otherwise a prank would end the venue's night.
      stops: id === null || !directory.isOnlyAdmin(id),
    };
    return { device, subjects: [byOperator, byDevice] };
  };

  const granted = async (claims: Claims, operator: Pick<Known, 'id' | 'name' | 'role'>) => ({
    accessToken: await tokens.issue(claims),
    expiresIn: ACCESS_S,
    operator: { id: operator.id, name: operator.name, role: operator.role },
  });

  const operatorOf = ({ operatorId, session }: Claims, stands: boolean): Operator | null => {
    const role = stands ? directory.roleOf(operatorId) : null;
    return role === null ? null : { id: operatorId, role, session };
  };

  const slowly = async (token: string, recalled: Claims | undefined): Promise<Operator | null> => {
    const claims = recalled ?? (await tokens.read(token));
    return claims === null ? null : operatorOf(claims, await sessions.stands(claims.session));
  };

  return {
    /**
     * Signs in by name and PIN. What fails costs the same and says the same, whoever was asked for.
     * @throws ApiError PIN_WRONG (401), LOCKED_OUT (429), TOO_MANY (429).
     */
    login: async (name: string, pin: string, client: Client) => {
      const operator = await directory.byName(name);
      const { device, subjects } = await subjectsOf(name, operator, client);
      const locked = await ladder.attempt(subjects);
      if (locked !== null) throw lockedOut(locked);
      const fits = await pins.fits(pin, operator?.pin);
      if (!fits || operator === null) {
        throw new ApiError('PIN_WRONG', 'Name or PIN is wrong.');
      }
      await ladder.succeeded(subjects);
      const id = device ?? randomUUID();
      const origin: Origin = {
        device: id,
        address: client.address,
        userAgent: client.userAgent?.slice(0, 300) ?? null,
      };
      const { session, token } = await sessions.open(operator.id, origin);
      return {
        answer: await granted({ operatorId: operator.id, session: session.id }, operator),
        refreshToken: token,
        deviceCookie: `${id}.${keyed(secrets, 'device', id).toString('base64url')}`,
      };
    },
    /** @throws ApiError UNAUTHENTICATED where the sign-in is over. */
    refresh: async (refreshToken: string) => {
      const next = await sessions.refresh(refreshToken);
      const operator = next === null ? null : await directory.byId(next.session.operatorId);
      if (next === null || operator === null) {
        throw new ApiError('UNAUTHENTICATED', 'The sign-in is over: sign in again.');
      }
      const claims = { operatorId: operator.id, session: next.session.id };
      return { answer: await granted(claims, operator), refreshToken: next.token };
    },
    logout: sessions.logout,
    endSession: (id: string) => sessions.end(id, 'logout'),
    /**
     * Who a bearer token stands for, or null. At once where the token was seen before, which is what
     * happens on the way of every command.
     */
    authenticate: (token: string): Operator | null | Promise<Operator | null> => {
      const claims = tokens.recall(token);
      if (claims === null) return null;
      const stands = claims === undefined ? undefined : sessions.recall(claims.session);
      return claims === undefined || stands === undefined
        ? slowly(token, claims)
        : operatorOf(claims, stands);
    },
    ticket: ({ id, session }: Operator): string => tickets.issue({ operatorId: id, session }),
    /** Who a one-time ticket stands for, or null. */
    redeem: async (ticket: string): Promise<Operator | null> => {
      const claims = tickets.take(ticket);
      return claims === null ? null : operatorOf(claims, await sessions.stands(claims.session));
    },
    /** Whether a sign-in still holds; asked again and again while a connection is open. */
    stands: sessions.stands,
    onSignedOut: sessions.onEnded,
    signDocument: tokens.signDocument,
    sealPin: pins.seal,
    unlockRows: ladder.unlockRows,
    endSessionsOf: sessions.endAll,
    isSetUp: directory.isSetUp,
    venue: directory.venue,
    stop: directory.stop,
  };
};

export type Auth = Awaited<ReturnType<typeof createAuth>>;
