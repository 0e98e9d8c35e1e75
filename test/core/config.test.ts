import { expect, test } from 'bun:test';
import { readConfig } from '../../src/core/config.ts';
import { aboutOf } from '../../src/core/ingest/republish.ts';
import { WrongUse } from '../../src/server/failed.ts';

test('without any variable, all of it is on this machine', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 8090, hubPort: 7422, bind: '0.0.0.0' });
  expect(config.dataFolder).toEndWith('/data-core');
  const unset = [config.databaseUrl, config.hub, config.hubClient, config.hubTls, config.url];
  expect(unset).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test.each([
  [{ FELT_CORE_PORT: 'x' }, 'FELT_CORE_PORT'],
  [{ FELT_HUB_PORT: '70000' }, 'FELT_HUB_PORT'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ FELT_CORE_URL: 'core.example' }, 'FELT_CORE_URL'],
  [{ FELT_HUB_CLIENT: 'nats://127.0.0.1:4222' }, 'FELT_HUB_SECRETS'],
  [{ FELT_HUB_KEY: 'hub.key' }, 'FELT_HUB_CERT'],
])('%o is refused by name', (env, name) => {
  expect(() => readConfig(env)).toThrow(WrongUse);
  expect(() => readConfig(env)).toThrow(name);
});

test('a refused address tells nobody its password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://felt:secret@db/felt' })).toThrow(/felt:…@db/u);
});

test('an event and its undoing are told on the same subject', () => {
  const cases = [
    ...(['clock.paused', 'level.started', 'tournament.started', 'structure.changed'] as const),
    ...(['player.rebought', 'payment.received', 'deal.made', 'prize.paid'] as const),
    ...(['player.busted', 'seats.drawn', 'table.broken', 'something.new'] as const),
  ];
  const abouts = cases.map((type) => [aboutOf(type), aboutOf(`${type}.undone`)]);
  expect(abouts).toEqual([
    ...Array(4).fill(['clock', 'clock']),
    ...Array(4).fill(['financial', 'financial']),
    ...Array(4).fill(['action', 'action']),
  ]);
});
