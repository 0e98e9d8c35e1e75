import { describe, expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOMS, TABLES } from '../../src/leaf/rooms.ts';
import { memoryLog } from '../../src/log/memory.ts';
import { refreshProjections } from '../../src/log/refresh.ts';
import { createReplica } from '../../src/log/replica.ts';
import {
  Ack,
  BatchHeader,
  Document,
  decode,
  Health,
  Sync,
  speaks,
} from '../../src/sync/protocol.ts';
import { openHouse } from '../leaf/house.ts';

const FOLDER = join(import.meta.dir, '../data/sync');
const SCHEMAS = { header: BatchHeader, document: Document, health: Health, ack: Ack, sync: Sync };
type Name = keyof typeof SCHEMAS;

/**
 * Messages as versions up to two apart send them; there is none before protocol 1. Files of versions
 * that shipped stay as they are for ever.
 */
const RECORDED = readdirSync(FOLDER)
  .filter((file) => file.startsWith('protocol-'))
  .sort()
  .map((file) => {
    const { protocol, ...messages } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    const bytes = (name: Name) => new TextEncoder().encode(JSON.stringify(messages[name]));
    return { protocol: Number(protocol), messages, bytes };
  });
const FIRST = RECORDED[0]?.messages;

describe('SYN-5: peers up to two versions apart understand each other', () => {
  test('every version is recorded', () => {
    expect(RECORDED.map(({ protocol }) => protocol)).toEqual([1, 2, 3]);
    expect(speaks(4)).toBe(false);
  });

  describe.each(RECORDED)('protocol $protocol', ({ protocol, bytes }) => {
    test('is spoken', () => {
      expect(speaks(protocol)).toBe(true);
    });

    test.each(['header', 'document', 'health', 'ack'] as const)('%s says what it said', (name) => {
      const { doc: _, ...said }: Record<string, unknown> = decode(SCHEMAS[name], bytes(name)) ?? {};
      const { doc: __, ...first } = FIRST[name];
      const version = 'version' in first ? { version: `${protocol}.0.0` } : {};
      expect(said).toEqual({ ...first, protocol, ...version });
    });

    test('sync: every order is answered, whatever this build does not know of it', async () => {
      const house = await openHouse({ epoch: 1 });
      await house.hear(bytes('sync'));
      const { orders } = decode(Sync, bytes('sync')) ?? { orders: [] };
      expect(await house.downSeq()).toBe(orders.length);
      const answers = (await house.requests()).toSorted((a, b) => (a.at < b.at ? -1 : 1));
      const told = new Map(answers.map(({ kind, status, ignored }) => [kind, { status, ignored }]));
      expect(told.get('profile')).toEqual({
        status: 'applied',
        ignored: protocol === 1 ? [] : ['favouriteSeat'],
      });
      expect(told.get('erase')?.status).toBe('applied');
      expect(told.get('seatMap')?.status).toBe(protocol === 3 ? 'unknown' : undefined);
      expect(await house.profile('p1')).toMatchObject({ firstName: 'Anna' });
      await house.close();
    });
  });
});

test('SYN-5: a core from before these requests keeps them, and tells them after its update', async () => {
  const house = await openHouse();
  await house.openTournament('t1');
  await house.send('profile', { playerId: 'p1', fields: { firstName: 'Anna' }, baseRev: 0 });
  await house.send('registration', { registrationId: 'g1', tournamentId: 't1', playerId: 'p1' });
  const core = memoryLog(TABLES);
  const older = ROOMS.filter(({ name }) => name !== 'requests');
  const replica = createReplica({ log: core, rooms: older });
  const bodies = (await house.log.after(0, 1_000)).map(({ body }) => body);
  expect(await replica.apply(await replica.head(), bodies)).toMatchObject({ seq: bodies.length });
  expect(await core.count('requests')).toBe(0);
  await refreshProjections(core, ROOMS);
  const rows = (log: typeof core) => log.select({ table: 'requests', limit: 10 });
  expect((await rows(core)).map(({ status }) => status).sort()).toEqual(['accepted', 'applied']);
  expect(await rows(core)).toEqual([...(await rows(house.log))]);
  await house.close();
});
