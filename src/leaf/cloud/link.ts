import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../../server/failed.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';

const FILE = 'link.json';
const PENDING = 'enrolling.json';

const keys = {
  /** The seed of the leaf's own nats user; only its public half was ever sent. */
  natsSeed: v.string(),
  natsKey: v.string(),
  /** The Ed25519 key that signs checkpoints: PKCS #8, PEM. */
  signingKey: v.string(),
};

const pendingSchema = v.object({ core: v.string(), codeHash: v.string(), ...keys });
/** Keys made for a code before it was sent: the core knows a repetition by them. */
export type Pending = v.InferOutput<typeof pendingSchema>;

export const venueSchema = v.object({
  name: v.string(),
  slug: v.string(),
  timezone: v.string(),
  currency: v.string(),
});

const linkSchema = v.object({
  venueId: v.string(),
  /** One higher with each leaf of the venue. */
  epoch: v.number(),
  /** As the core knows it. */
  venue: venueSchema,
  ...keys,
  /** What the hub takes this leaf's user by. */
  creds: v.string(),
  hub: v.object({ urls: v.array(v.string()), tlsCa: v.optional(v.string()) }),
  /** `signingKey`: the `x` of the key by which the core countersigns. */
  /** `told`: what the core calls itself, where `url` is how this leaf was told to reach it. */
  core: v.object({ url: v.string(), told: v.optional(v.string()), signingKey: v.string() }),
  /** The code, while nobody here can sign in yet: who has it may say who is an admin. */
  codeHash: v.optional(v.string()),
  /** What is still to be brought back before the leaf is the venue's. */
  restore: v.optional(
    v.object({
      token: v.string(),
      head: v.object({ seq: v.number(), hash: v.string(), at: v.number() }),
      counts: v.object({ events: v.number(), documents: v.number() }),
    }),
  ),
});
/** How this leaf belongs to a core. */
export type LeafLink = v.InferOutput<typeof linkSchema>;

const readJson = <S extends v.GenericSchema>(path: string, schema: S): v.InferOutput<S> | null => {
  if (!existsSync(path)) return null;
  try {
    return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Failed(`${path} cannot be read; without it this leaf is not in the cloud`);
  }
};

const remove = (folder: string, name: string): void => {
  rmSync(join(folder, name), { force: true });
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
};

const written = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** The leaf's link file and the keys of an enrolment under way, readable to its user only. */
export const linkFile = (folder: string) => ({
  /** @throws Failed where it is there and says nothing. */
  read: (): LeafLink | null => readJson(join(folder, FILE), linkSchema),
  write: (link: LeafLink): void => {
    writeSecretFile(join(folder, FILE), written(link));
    remove(folder, PENDING);
  },
  remove: (): void => remove(folder, FILE),
  pending: (): Pending | null => readJson(join(folder, PENDING), pendingSchema),
  writePending: (pending: Pending): void =>
    writeSecretFile(join(folder, PENDING), written(pending)),
});

export type LinkFile = ReturnType<typeof linkFile>;
