import { expect, test } from 'bun:test';
import { memoryLog } from '../../../src/log/memory.ts';
import { createCheckpointing } from '../../../src/sync/checkpoints/checkpointing.ts';
import type { Checkpoint } from '../../../src/sync/checkpoints.ts';
import {
  CORE_SIGNER,
  countersign,
  leafSigner,
  newSigningKey,
  openCheckpoint,
  publicKeyFrom,
  publicKeyText,
} from '../../../src/sync/checkpoints.ts';
import { BusDown } from '../../../src/sync/port.ts';
import type { Ack } from '../../../src/sync/protocol.ts';
import { PROTOCOL } from '../../../src/sync/protocol.ts';
import { SYNC_CHECKPOINTS, SYNC_TABLES } from '../../../src/sync/tables.ts';
import { BODIES } from '../tampering.ts';

const venueId = 'v1';
const leaf = { name: leafSigner(venueId), key: newSigningKey() };
const core = { name: CORE_SIGNER, key: newSigningKey() };

/** A leaf's log, a hub that takes notes, and a clock that the test moves. */
const stage = () => {
  const log = memoryLog(SYNC_TABLES);
  const notes: string[] = [];
  const failures: unknown[] = [];
  const due: { at: number; run: () => void }[] = [];
  let now = 1_790_000_000_000;
  let isUp = true;
  let refuses = false;
  const open = () => {
    const checkpointing = createCheckpointing({
      ...{ source: log, venueId, own: leaf, coreKey: publicKeyFrom(publicKeyText(core.key)) },
      bus: {
        isUp: () => isUp,
        store: async (_, payload) => {
          if (refuses) throw new BusDown('away');
          notes.push(new TextDecoder().decode(payload));
          return { seq: notes.length, duplicate: false };
        },
      },
      timers: {
        now: () => now,
        after: (ms, run) => {
          const one = { at: now + ms, run };
          due.push(one);
          return () => due.splice(due.indexOf(one), 1);
        },
      },
      failed: (error) => failures.push(error),
    });
    checkpointing.start();
    return checkpointing;
  };
  let running = open();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const says = async (more: Partial<Ack> = {}) => {
    const { seq, hash } = await log.head();
    const applied = { seq, hash, at: now };
    running.heard({ protocol: PROTOCOL, epoch: 1, applied, now, ...more });
    await settled();
  };
  return {
    ...{ log, notes, failures, says, settled },
    said: (): readonly (Checkpoint | null)[] => notes.map((note) => openCheckpoint(note, [leaf])),
    /** Appends the next events of a night. */
    grow: async (count: number) => {
      const { seq } = await log.head();
      const events = BODIES.slice(seq, seq + count).map((body) => ({
        ...{ envelope: JSON.parse(body), body },
      }));
      await log.append({ events, rows: [], commands: [] });
    },
    pass: async (ms: number) => {
      now += ms;
      for (const one of due.filter(({ at }) => at <= now)) {
        due.splice(due.indexOf(one), 1);
        one.run();
      }
      await settled();
    },
    /** The core takes the newest note. */
    countersigns: async (note = notes.at(-1) ?? '') =>
      says({ countersigned: countersign(note, core) }),
    link: (up: boolean) => {
      isUp = up;
    },
    refuse: (all: boolean) => {
      refuses = all;
    },
    ended: () => running.due(),
    newest: () => running.newest(),
    kept: async () => (await log.select({ table: SYNC_CHECKPOINTS.name, limit: 100 })).length,
    restart: async () => {
      await running.stop();
      running = open();
      await settled();
    },
  };
};

const MINUTE = 60_000;

test('it signs once a minute in which the log has grown, each on top of the one before', async () => {
  const { grow, says, pass, countersigns, said, kept } = stage();
  await grow(3);
  await says();
  expect(said()).toMatchObject([{ venueId, seq: 3, prev: 0 }]);
  await countersigns();
  await pass(MINUTE);
  expect(said()).toHaveLength(1);
  await grow(2);
  await pass(MINUTE);
  expect(said().at(-1)).toMatchObject({ seq: 5, prev: 3 });
  await countersigns();
  expect(await kept()).toBe(2);
});

test('it says nothing before the core does, nor without a link', async () => {
  const { grow, pass, link, says, said } = stage();
  await grow(3);
  await pass(MINUTE);
  expect(said()).toEqual([]);
  link(false);
  await says();
  expect(said()).toEqual([]);
  link(true);
  await says();
  expect(said()).toMatchObject([{ seq: 3 }]);
});

test('the first events of a new venue are witnessed when the core has them', async () => {
  const { grow, says, said } = stage();
  await says();
  await grow(2);
  await says();
  expect(said()).toMatchObject([{ seq: 2, prev: 0 }]);
});

test('what happened that matters is witnessed at once, behind the note that waits', async () => {
  const { grow, says, countersigns, said, ended, settled } = stage();
  await grow(3);
  await says();
  await grow(4);
  ended();
  await settled();
  expect(said()).toHaveLength(1);
  await countersigns();
  expect(said().at(-1)).toMatchObject({ seq: 7, prev: 3 });
});

test('a note that a hub lost is signed anew once the core has gone past it', async () => {
  const { grow, says, pass, said } = stage();
  await grow(3);
  await says();
  await pass(20_000);
  await says();
  expect(said()).toHaveLength(1);
  await pass(20_000);
  await says({ applied: { seq: 2, hash: '0'.repeat(64), at: 0 } });
  expect(said()).toHaveLength(1);
  await says();
  expect(said()).toHaveLength(2);
  expect(said().at(-1)).toMatchObject({ seq: 3, prev: 0 });
});

test('a hub that is away costs a minute', async () => {
  const { grow, says, pass, refuse, said, failures } = stage();
  await grow(3);
  refuse(true);
  await says();
  refuse(false);
  expect(said()).toEqual([]);
  await pass(MINUTE);
  expect(said()).toMatchObject([{ seq: 3 }]);
  expect(failures).toEqual([]);
});

test('it goes on from what it kept', async () => {
  const { grow, says, countersigns, restart, said, newest } = stage();
  await grow(3);
  await says();
  await countersigns();
  await restart();
  expect(newest()).toMatchObject({ seq: 3 });
  await grow(1);
  await says();
  expect(said().at(-1)).toMatchObject({ seq: 4, prev: 3 });
});

test('it keeps what its own core signed, and tells of anything else', async () => {
  const { grow, says, notes, failures, kept } = stage();
  await grow(3);
  await says();
  const note = notes[0] ?? '';
  const other = { ...core, key: newSigningKey() };
  await says({ countersigned: countersign(note, other) });
  await says({ countersigned: countersign(note.replace('/v1\n', '/v2\n'), core) });
  await says({ countersigned: 'nonsense' });
  expect(failures).toHaveLength(3);
  expect(await kept()).toBe(0);
});

test('a witnessed log that is another one here is told, and what proves it is kept', async () => {
  const { grow, says, notes, failures, kept } = stage();
  await grow(3);
  await says();
  const elsewhere = (notes[0] ?? '').replace(/[0-9a-f]{64}/u, 'ab'.repeat(32));
  await says({ countersigned: countersign(elsewhere, core) });
  expect(String(failures)).toContain('event 3 or one before it');
  expect(await kept()).toBe(1);
});
