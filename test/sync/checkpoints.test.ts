import { describe, expect, test } from 'bun:test';
import { createWitness } from '../../src/sync/checkpoints/witness.ts';
import type { Checkpoint } from '../../src/sync/checkpoints.ts';
import {
  CORE_SIGNER,
  checkpointText,
  countersign,
  keyFromPem,
  keyToPem,
  leafSigner,
  newSigningKey,
  openCheckpoint,
  publicKeyFrom,
  publicKeyText,
  signCheckpoint,
} from '../../src/sync/checkpoints.ts';
import type { Replica } from '../../src/sync/port.ts';

const said: Checkpoint = {
  ...{ venueId: 'v1', seq: 42, hash: 'ab'.repeat(32), at: 1_700_000_000_000, prev: 7 },
};
const leaf = { name: leafSigner('v1'), key: newSigningKey() };
const core = { name: CORE_SIGNER, key: newSigningKey() };
const publicOf = ({ name, key }: typeof leaf) => ({ name, key: publicKeyFrom(publicKeyText(key)) });

describe('a checkpoint', () => {
  test('is a note of five lines, an empty one and a signature', () => {
    expect(checkpointText(said)).toBe(`felt/venue/v1\n42\n${'ab'.repeat(32)}\n1700000000000\n7\n`);
    const note = signCheckpoint(said, leaf);
    expect(note.split('\n')).toHaveLength(8);
    expect(note.split('\n')[6]).toMatch(/^\u2014 felt\/leaf\/v1 [A-Za-z0-9+/]{91}=$/u);
  });

  test('is opened by those who know the public key', () => {
    const note = signCheckpoint(said, leaf);
    expect(openCheckpoint(note, [publicOf(leaf)])).toEqual(said);
    expect(openCheckpoint(note, [publicOf(core)])).toBeNull();
    expect(openCheckpoint(note, [{ ...publicOf(core), name: leaf.name }])).toBeNull();
  });

  test('that was countersigned opens with both, and needs both where both are asked', () => {
    const once = signCheckpoint(said, leaf);
    const twice = countersign(once, core);
    expect(openCheckpoint(twice, [publicOf(leaf), publicOf(core)])).toEqual(said);
    expect(openCheckpoint(once, [publicOf(leaf), publicOf(core)])).toBeNull();
  });

  test('in which any character was changed no longer opens', () => {
    const note = countersign(signCheckpoint(said, leaf), core);
    const signers = [publicOf(leaf), publicOf(core)];
    const survivors = [...note].flatMap((letter, i) => {
      const other = letter === '7' ? '8' : '7';
      const changed = note.slice(0, i) + other + note.slice(i + 1);
      return openCheckpoint(changed, signers) === null ? [] : [i];
    });
    expect(survivors).toEqual([]);
  });

  test('key and text survive their files', () => {
    const again = { ...leaf, key: keyFromPem(keyToPem(leaf.key)) };
    expect(signCheckpoint(said, again)).toBe(signCheckpoint(said, leaf));
  });
});

describe("the core's look at it", () => {
  const replica = (hash: string | null): Replica => ({
    head: async () => ({ seq: 0, hash: '', epoch: 1, at: 0 }),
    hashAt: async () => hash,
    apply: async () => null,
    keepAside: async () => undefined,
  });
  const look = async (note: string, hash: string | null, venueId = 'v1') => {
    const kept: string[] = [];
    const keep = async (_: Checkpoint, text: string) => {
      kept.push(text);
    };
    const leafKey = async (id: string) => (id === 'v1' ? publicOf(leaf).key : null);
    const witness = createWitness({ own: core, leafKey, keep });
    return { seen: await witness(venueId, Buffer.from(note), replica(hash)), kept };
  };
  const note = signCheckpoint(said, leaf);

  test('countersigns what its own copy says too, once it is kept', async () => {
    const { seen, kept } = await look(note, said.hash);
    expect(seen).toEqual({ kind: 'taken', countersigned: countersign(note, core) });
    expect(kept).toEqual([countersign(note, core)]);
  });

  test('waits for its copy, sees another story, and refuses what the leaf did not sign', async () => {
    const changed = note.replace('\n42\n', '\n43\n');
    const outcomes = [
      await look(note, null),
      await look(note, 'cd'.repeat(32)),
      await look(changed, said.hash),
      await look(note, said.hash, 'v2'),
      await look('', said.hash),
    ];
    expect(outcomes.map(({ seen }) => seen)).toEqual([
      { kind: 'later' },
      { kind: 'fork', seq: 42 },
      { kind: 'refused' },
      { kind: 'refused' },
      { kind: 'refused' },
    ]);
    expect(outcomes.flatMap(({ kept }) => kept)).toEqual([]);
  });
});
