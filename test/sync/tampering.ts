import type { KeyObject } from 'node:crypto';
import { playNight } from '../../scripts/bench/night.ts';
import { chainHash, EMPTY, GENESIS } from '../../src/log/chain.ts';
import type { Kept } from '../../src/sync/checkpoints/evidence.ts';
import type { Checkpoint } from '../../src/sync/checkpoints.ts';
import {
  CORE_SIGNER,
  countersign,
  leafSigner,
  newSigningKey,
  signCheckpoint,
} from '../../src/sync/checkpoints.ts';

/** Where the log was witnessed, as seqs. */
export const WITNESSED = [10, 20, 30] as const;
/** The last ones were written after that. */
const LENGTH = 36;

export const BODIES: readonly string[] = playNight(24)
  .events.slice(0, LENGTH)
  .map((envelope) => JSON.stringify(envelope));

const AT = 1_790_000_000_000;
const keys = { leaf: newSigningKey(), core: newSigningKey(), other: newSigningKey() };
export const KEYS: { readonly [who in keyof typeof keys]: KeyObject } = keys;

export const hashesOf = (bodies: readonly string[]): readonly string[] => {
  const hashes = [EMPTY.hash];
  for (const [i, body] of bodies.entries()) {
    hashes.push(chainHash(hashes.at(-1) ?? GENESIS, i + 1, body));
  }
  return hashes;
};

const HASHES = hashesOf(BODIES);

/** A countersigned checkpoint; `by` signs in the place of the core. */
export const witnessedAt = (
  venueId: string,
  seq: number,
  { hash = HASHES[seq] ?? '', by = KEYS.core }: { hash?: string; by?: KeyObject } = {},
): Kept => {
  const prev = WITNESSED.findLast((one) => one < seq) ?? 0;
  const said: Checkpoint = { venueId, seq, hash, at: AT + seq, prev };
  const signed = signCheckpoint(said, { name: leafSigner(venueId), key: KEYS.leaf });
  const note = countersign(signed, { name: CORE_SIGNER, key: by });
  return { seq, hash, at: said.at, note };
};

/** What somebody may do who owns the machine that a log lies on: Felt's triggers are no hindrance. */
export type Owner = {
  readonly venueId: string;
  readonly write: (seq: number, body: string, hash: string) => Promise<void>;
  readonly remove: (seq: number) => Promise<void>;
  readonly cutAfter: (seq: number) => Promise<void>;
  /** Of every other trace of the log's end that lies about. */
  readonly setEnd: (seq: number, hash: string) => Promise<void>;
  readonly forget: (checkpointSeq: number) => Promise<void>;
  readonly put: (checkpoint: Kept) => Promise<void>;
};

const CHANGED = 17;
const changed = BODIES.map((body, i) =>
  i + 1 === CHANGED ? body.replace('"by":"', '"by":"x') : body,
);
const changedHashes = hashesOf(changed);
const bodyAt = (seq: number): string => changed[seq - 1] ?? '';

const rewriteFrom = async ({ write }: Owner) => {
  for (let seq = CHANGED; seq <= LENGTH; seq++) {
    await write(seq, bodyAt(seq), changedHashes[seq] ?? '');
  }
};

type Case = {
  readonly name: string;
  readonly deed: (owner: Owner) => Promise<void>;
  /** What `verify` says of it, or throws. */
  readonly said: RegExp;
};

/** Every way to change a log or what vouches for it, and the place that is named. */
export const CASES: readonly Case[] = [
  {
    name: 'an event that was changed',
    deed: ({ write }) => write(CHANGED, bodyAt(CHANGED), HASHES[CHANGED] ?? ''),
    said: /(chain +broken|damaged) at event 17\b/u,
  },
  {
    name: 'an event that was changed with its own hash',
    deed: ({ write }) => write(CHANGED, bodyAt(CHANGED), changedHashes[CHANGED] ?? ''),
    said: /(chain +broken|damaged) at event 18\b/u,
  },
  {
    name: 'two events that changed places',
    deed: async ({ write }) => {
      await write(CHANGED, BODIES[CHANGED] ?? '', HASHES[CHANGED] ?? '');
      await write(CHANGED + 1, BODIES[CHANGED - 1] ?? '', HASHES[CHANGED + 1] ?? '');
    },
    said: /(chain +broken|damaged) at event 17\b/u,
  },
  {
    name: 'an event that was taken out of the middle',
    deed: ({ remove }) => remove(CHANGED),
    said: /(chain +broken|damaged) at event 17\b/u,
  },
  {
    name: 'a chain that was made anew from a changed event on',
    deed: async (owner) => {
      await rewriteFrom(owner);
      await owner.setEnd(LENGTH, changedHashes[LENGTH] ?? '');
    },
    said: /chain +ok[\s\S]*events 11 to 20: at least one is another than at 2026-09-21T/u,
  },
  {
    name: 'a chain made anew behind something that is no event',
    deed: async (owner) => {
      const garbled = BODIES.map((body, i) => (i + 1 === CHANGED ? 'gone' : body));
      const hashes = hashesOf(garbled);
      for (let seq = CHANGED; seq <= LENGTH; seq++) {
        await owner.write(seq, garbled[seq - 1] ?? '', hashes[seq] ?? '');
      }
      await owner.setEnd(LENGTH, hashes[LENGTH] ?? '');
    },
    said: /event 17 cannot be read[\s\S]*events 11 to 20: at least one/u,
  },
  {
    name: 'a chain made anew, with a checkpoint that the owner signed to match',
    deed: async (owner) => {
      await rewriteFrom(owner);
      await owner.setEnd(LENGTH, changedHashes[LENGTH] ?? '');
      const hash = changedHashes[20] ?? '';
      await owner.forget(20);
      await owner.put(witnessedAt(owner.venueId, 20, { hash, by: KEYS.other }));
    },
    said: /events 11 to 30: at least one[\s\S]*checkpoint at event 20 is not as felt\/core signed it/u,
  },
  {
    name: 'events that were cut off at the end',
    deed: async ({ cutAfter, setEnd }) => {
      await cutAfter(25);
      await setEnd(25, HASHES[25] ?? '');
    },
    said: /chain +ok[\s\S]*events from 26 are gone: there were 30 at 2026-/u,
  },
  {
    name: 'a checkpoint that was taken away',
    deed: ({ forget }) => forget(20),
    said: /the checkpoint at event 20 is gone: the one at 30 names it/u,
  },
  {
    name: 'a checkpoint that says another hash than its note',
    deed: async ({ venueId, forget, put }) => {
      await forget(20);
      await put({ ...witnessedAt(venueId, 20), hash: HASHES[19] ?? '' });
    },
    said: /the checkpoint at event 20 is not as felt\/\S+ signed it/u,
  },
  {
    name: 'a checkpoint of another venue',
    deed: async ({ venueId, forget, put }) => {
      await forget(20);
      await put(
        witnessedAt(
          venueId.replace(/.$/u, (one) => (one === '1' ? '2' : '1')),
          20,
        ),
      );
    },
    said: /the checkpoint at event 20 is (gone|not as)/u,
  },
  {
    name: 'a countersignature of another key',
    deed: async ({ venueId, forget, put }) => {
      await forget(30);
      await put(witnessedAt(venueId, 30, { by: KEYS.other }));
    },
    said: /the checkpoint at event 30 is not as felt\/core signed it/u,
  },
];
