import { existsSync, readFileSync } from 'node:fs';
import type { Import } from '@nats-io/jwt';
import { encodeAccount, encodeOperator, encodeUser, fmtCreds, newScopedSigner } from '@nats-io/jwt';
import type { KeyPair } from '@nats-io/nkeys';
import { createAccount, createOperator, createUser, fromPublic, fromSeed } from '@nats-io/nkeys';
import * as v from 'valibot';
import { VENUE_LIMITS, VENUE_PERMISSIONS } from './permissions.ts';
import { writeSecretFile } from './secret-file.ts';

const seed = v.pipe(v.string(), v.regex(/^S[OAU][A-Z2-7]{56}$/u));

const Venue = v.object({
  /** Public key of the venue's account; its seed was never kept, the operator signs for it. */
  account: v.pipe(v.string(), v.regex(/^A[A-Z2-7]{55}$/u)),
  /** Public keys of revoked leaves, and up to which second of issue. */
  revoked: v.record(v.string(), v.number()),
  /** The account as the operator signed it last: a hub that starts takes hundreds of them. */
  jwt: v.string(),
  /** `FORM` of when that was. */
  form: v.number(),
});
type Venue = v.InferOutput<typeof Venue>;

/** All that the hub's trust rests on; whoever has it can mint credentials for every venue. */
const Trust = v.object({
  operator: seed,
  systemAccount: seed,
  systemUser: seed,
  coreAccount: seed,
  coreUser: seed,
  /** Signs the leaves' users; can give nothing but what its template in their accounts says. */
  venueSigner: seed,
  venues: v.record(v.string(), Venue),
});
type Trust = v.InferOutput<typeof Trust>;

/** One higher with each change of what a venue's account says: the next start signs all anew. */
const FORM = 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const seedOf = (key: KeyPair): string => decoder.decode(key.getSeed());
const keyOf = (text: string): KeyPair => fromSeed(encoder.encode(text));

const fresh = (): Trust => ({
  operator: seedOf(createOperator()),
  systemAccount: seedOf(createAccount()),
  systemUser: seedOf(createUser()),
  coreAccount: seedOf(createAccount()),
  coreUser: seedOf(createUser()),
  venueSigner: seedOf(createAccount()),
  venues: {},
});

const load = (path: string): Trust => {
  if (!existsSync(path)) {
    const made = fresh();
    writeSecretFile(path, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }
  const read = v.safeParse(Trust, JSON.parse(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${path} does not hold the hub's keys`);
  return read.output;
};

const UNLIMITED = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: -1,
} as const;

/** A user key that never leaves the machine that made it: only `publicKey` is sent to be signed. */
export const newUserKey = (): { readonly publicKey: string; readonly seed: string } => {
  const key = createUser();
  return { publicKey: key.getPublicKey(), seed: seedOf(key) };
};

/** The file that nats-server and clients take: the JWT and the seed that proves it is theirs. */
export const credsText = (jwt: string, userSeed: string): string =>
  decoder.decode(fmtCreds(jwt, keyOf(userSeed)));

/** Throws where the text is no user's public nkey. */
const checkedUser = (publicKey: string): KeyPair => {
  if (!/^U[A-Z2-7]{55}$/u.test(publicKey)) throw new Error('this is not the public key of a user');
  return fromPublic(publicKey);
};

const checkedVenue = (venueId: string): string => {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(venueId)) {
    throw new Error(`"${venueId}" is no venue's id`);
  }
  return venueId;
};

/** What a venue's account takes from the core's and gives to it: its own subjects and no others. */
const importsOf = (venueId: string, coreAccount: string): Import[] => [
  {
    name: 'up',
    subject: `up.${venueId}.>`,
    account: coreAccount,
    type: 'service',
    local_subject: `up.${venueId}.>`,
  },
  {
    name: 'down',
    subject: `down.${venueId}.>`,
    account: coreAccount,
    type: 'stream',
    local_subject: `down.${venueId}.>`,
  },
];

/**
 * The hub's trust in operator mode: one operator, a system account, the core's account with
 * JetStream, and for each venue an account of its own, whose users are signed by one scoped signing
 * key; its template confines each to the subjects of the venue in its tag.
 *
 * Why an account per venue, where one account for all with that same template would refuse foreign
 * subjects too: JetStream sends its PubAck to whatever reply subject the publisher names, and checks
 * no permission for it. In a shared account a venue could so have the hub write into a neighbour's
 * `up` and `down`, and into `$JS.API` (measured with 2.15.1). An account of its own confines replies.
 *
 * All state is in the one file, made on first use; several processes may share it.
 */
export const openCredentials = ({
  file,
  now = Date.now,
}: {
  readonly file: string;
  readonly now?: () => number;
}) => {
  const { venues: _, ...keys } = load(file);
  const operator = keyOf(keys.operator);
  const system = keyOf(keys.systemAccount);
  const core = keyOf(keys.coreAccount);
  const signer = keyOf(keys.venueSigner);

  /** Read anew each time: another process may have added a venue. */
  const venues = (): Trust['venues'] => load(file).venues;

  const signed = ({ account, revoked }: Pick<Venue, 'account' | 'revoked'>, venueId: string) =>
    encodeAccount(
      `venue-${venueId}`,
      fromPublic(account),
      {
        limits: VENUE_LIMITS,
        imports: importsOf(venueId, core.getPublicKey()),
        signing_keys: [newScopedSigner(signer, 'venue', VENUE_PERMISSIONS)],
        revocations: revoked,
      },
      { signer: operator },
    );

  let turn: Promise<unknown> = Promise.resolve();
  /** One change after another: signing takes a moment, in which none may be lost. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const save = (
    venueId: string,
    change: (revoked: Venue['revoked']) => Venue['revoked'],
  ): Promise<Venue> =>
    inTurn(async () => {
      const before = venues()[checkedVenue(venueId)];
      const account = before?.account ?? createAccount().getPublicKey();
      const revoked = change(before?.revoked ?? {});
      const jwt = await signed({ account, revoked }, venueId);
      const venue = { account, revoked, jwt, form: FORM };
      const trust = { ...keys, venues: { ...venues(), [venueId]: venue } };
      writeSecretFile(file, `${JSON.stringify(trust, null, 2)}\n`);
      return venue;
    });

  const venueOf = async (venueId: string): Promise<Venue> => {
    const known = venues()[checkedVenue(venueId)];
    return known?.form === FORM ? known : save(venueId, (revoked) => revoked);
  };

  const coreAccountJwt = (): Promise<string> =>
    encodeAccount(
      'CORE',
      core,
      {
        limits: { ...UNLIMITED, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
        exports: [
          { name: 'up', subject: 'up.*.>', type: 'service', response_type: 'Singleton' },
          { name: 'down', subject: 'down.*.>', type: 'stream' },
        ],
      },
      { signer: operator },
    );

  const user = async (name: string, userSeed: string, account: KeyPair): Promise<string> => {
    const limits = { allowed_connection_types: ['STANDARD' as const] };
    return credsText(await encodeUser(name, keyOf(userSeed), account, limits), userSeed);
  };

  return {
    systemAccount: system.getPublicKey(),
    operatorJwt: (): Promise<string> =>
      encodeOperator('felt', operator, { system_account: system.getPublicKey() }),
    /** JWTs of all accounts, by public key, with all revocations: what a hub starts with. */
    accounts: async (): Promise<Readonly<Record<string, string>>> => ({
      [system.getPublicKey()]: await encodeAccount(
        'SYS',
        system,
        { limits: UNLIMITED },
        { signer: operator },
      ),
      [core.getPublicKey()]: await coreAccountJwt(),
      ...Object.fromEntries(
        (await Promise.all(Object.keys(venues()).map(venueOf))).map(({ account, jwt }) => [
          account,
          jwt,
        ]),
      ),
    }),
    /** Creds text of the core itself, which only a plain client may use. */
    coreCreds: (): Promise<string> => user('core', keys.coreUser, core),
    systemCreds: (): Promise<string> => user('system', keys.systemUser, system),
    /** A venue's account, made on first need: the hub has to know its JWT before a leaf comes. */
    account: async (venueId: string): Promise<{ readonly key: string; readonly jwt: string }> => {
      const { account, jwt } = await venueOf(venueId);
      return { key: account, jwt };
    },
    /**
     * The JWT for a venue's leaf: good for `up.<venueId>.>`, `down.<venueId>.>` and its own inbox,
     * and only through a leaf node.
     * @param publicKey the leaf's own key, whose seed it keeps.
     */
    userJwt: async (venueId: string, publicKey: string): Promise<string> => {
      const account = fromPublic((await venueOf(venueId)).account);
      const tags = [`venue:${venueId}`];
      const options = { signer, scopedUser: true };
      return encodeUser(`leaf-${venueId}`, checkedUser(publicKey), account, { tags }, options);
    },
    /**
     * No JWT of this key that was issued until now is good any more; durable before it answers.
     * @param others revocations of that account that the hub knows of, perhaps from another process.
     */
    revoke: async (
      venueId: string,
      publicKey: string,
      others: Readonly<Record<string, number>> = {},
    ): Promise<void> => {
      const key = checkedUser(publicKey).getPublicKey();
      const second = Math.floor(now() / 1000);
      await save(venueId, (revoked) => ({ ...revoked, ...others, [key]: second }));
    },
  };
};

export type Credentials = ReturnType<typeof openCredentials>;
