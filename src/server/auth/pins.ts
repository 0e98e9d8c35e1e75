import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../errors.ts';
import type { Secrets } from './secrets.ts';
import { keyed } from './secrets.ts';

/** What is stored of a PIN; worthless without the pepper. */
export type SealedPin = {
  readonly pinParams: string;
  readonly pinSalt: string;
  readonly pinMac: string;
};

type Params = { readonly memory: number; readonly passes: number; readonly parallelism: number };

/** OWASP's smallest argon2id: about 30 ms here, 100 to 200 ms on the boards that leaves run on. */
const TODAY: Params = { memory: 19_456, passes: 2, parallelism: 1 };

/** Each hash holds 19 MB and a core: more at once would be a way to stop the night. */
const AT_ONCE = 2;
const WAITING = 40;

const textOf = ({ memory, passes, parallelism }: Params): string =>
  `argon2id$m=${memory},t=${passes},p=${parallelism}`;

/** @throws Error for what `textOf` never wrote. */
const paramsOf = (text: string): Params => {
  const [, memory, passes, parallelism] =
    /^argon2id\$m=(\d+),t=(\d+),p=(\d+)$/u.exec(text)?.map(Number) ?? [];
  if (memory === undefined || passes === undefined || parallelism === undefined) {
    throw new Error('a stored PIN has unknown parameters');
  }
  return { memory, passes, parallelism };
};

const hash = (pin: string, salt: Uint8Array, params: Params): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    argon2('argon2id', { message: pin, nonce: salt, tagLength: 32, ...params }, (error, tag) =>
      error === null ? resolve(tag) : reject(error),
    );
  });

/** Lets `AT_ONCE` in, and `WAITING` more wait for their turn. */
const createTurnstile = () => {
  let inside = 0;
  const queue: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside < AT_ONCE) inside += 1;
    else {
      if (queue.length >= WAITING) {
        throw new ApiError('TOO_MANY', 'Too many are signing in; try again.', undefined, 2);
      }
      // Whoever leaves hands over the place.
      await new Promise<void>((enter) => queue.push(enter));
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
};

/**
 * PINs as HMAC-SHA256(pepper, argon2id(pin, salt)): a hash alone cannot protect six digits from
 * whoever has the disk. node:crypto's argon2, because `Bun.password` takes no salt and gives no raw
 * hash to seal.
 */
export const createPins = (secrets: Secrets) => {
  const turnstile = createTurnstile();
  const seal = async (pin: string, salt: Uint8Array, params: Params): Promise<Buffer> =>
    keyed(secrets, 'pin', await turnstile(() => hash(pin, salt, params)));

  /** Stands for an operator who does not exist, and costs as much. */
  const nobody: SealedPin = {
    pinParams: textOf(TODAY),
    pinSalt: randomBytes(16).toString('base64url'),
    pinMac: randomBytes(32).toString('base64url'),
  };

  return {
    seal: async (pin: string): Promise<SealedPin> => {
      const salt = randomBytes(16);
      const mac = await seal(pin, salt, TODAY);
      return {
        pinParams: textOf(TODAY),
        pinSalt: salt.toString('base64url'),
        pinMac: mac.toString('base64url'),
      };
    },
    /** Takes as long for `undefined`, whom no PIN fits. */
    fits: async (pin: string, sealed: SealedPin | undefined): Promise<boolean> => {
      const { pinParams, pinSalt, pinMac } = sealed ?? nobody;
      const mac = await seal(pin, Buffer.from(pinSalt, 'base64url'), paramsOf(pinParams));
      const expected = Buffer.from(pinMac, 'base64url');
      const same = expected.length === mac.length && timingSafeEqual(expected, mac);
      return same && sealed !== undefined;
    },
  };
};

export type Pins = ReturnType<typeof createPins>;
