import type { KeyObject } from 'node:crypto';
import type { Checkpoint, Signer } from '../checkpoints.ts';
import { countersign, leafSigner, openCheckpoint } from '../checkpoints.ts';
import type { Witness } from '../inbox/notes.ts';

const decoder = new TextDecoder();

/**
 * The core's look at a leaf's checkpoint: signed by that leaf's key, and true of the core's own copy
 * of the log. Then it is kept, and countersigned.
 * @param leafKey public key of the venue's leaf; null: none is known.
 * @param keep stores the countersigned note durably, before it goes back.
 */
export const createWitness =
  ({
    own,
    leafKey,
    keep,
  }: {
    readonly own: Signer;
    readonly leafKey: (venueId: string) => Promise<KeyObject | null>;
    readonly keep: (checkpoint: Checkpoint, note: string) => Promise<void>;
  }): Witness =>
  async (venueId, payload, replica) => {
    const key = await leafKey(venueId);
    const note = decoder.decode(payload);
    const signer = { name: leafSigner(venueId), key };
    const said =
      signer.key === null ? null : openCheckpoint(note, [{ ...signer, key: signer.key }]);
    if (said === null || said.venueId !== venueId) return { kind: 'refused' };
    const hash = await replica.hashAt(said.seq);
    if (hash === null) return { kind: 'later' };
    if (hash !== said.hash) return { kind: 'fork', seq: said.seq };
    // One that this core lost comes back as it was.
    const countersigned = openCheckpoint(note, [own]) === null ? countersign(note, own) : note;
    await keep(said, countersigned);
    return { kind: 'taken', countersigned };
  };
