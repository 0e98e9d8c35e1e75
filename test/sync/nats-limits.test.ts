import { expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '@nats-io/jwt';
import { decode, encodeAccount } from '@nats-io/jwt';
import { fromPublic, fromSeed } from '@nats-io/nkeys';
import { VENUE_LIMITS } from '../../src/sync/nats/permissions.ts';
import { BusFull } from '../../src/sync/port.ts';
import { SUBJECTS } from '../../src/sync/protocol.ts';
import { openAttacker } from './attacker.ts';
import { bytes, openedNats, until, venueId } from './nats-stage.ts';

setDefaultTimeout(60_000);

const A = venueId('a');
const B = venueId('b');

const { open, clears } = openedNats();

const attacking = async (nats: Awaited<ReturnType<typeof open>>) => {
  const attacker = await openAttacker(join(nats.folder, 'attacker'), await nats.linkFor(A));
  clears.push(attacker.close);
  return attacker;
};

/** Subscriptions of a venue's account on the hub. */
const subscriptions = async (nats: Awaited<ReturnType<typeof open>>, venue: string) => {
  const status = nats.hub.status();
  if (status.state !== 'up') throw new Error(`the hub is ${status.state}`);
  const { leafs } = await (await fetch(`${status.ports.monitor}/leafz`)).json();
  const { key } = await nats.hub.credentials.account(venue);
  const own: { account: string; subscriptions: number }[] = leafs;
  return own.filter(({ account }) => account === key).map((one) => one.subscriptions);
};

test('SEC-6: a venue that subscribes ten thousand times has what it may, and its neighbour goes on', async () => {
  const nats = await open();
  const neighbour = await nats.leaf(B);
  const heard: string[] = [];
  neighbour.bus.subscribe(SUBJECTS.ack(B), (subject) => heard.push(subject));
  const attacker = await attacking(nats);
  for (let i = 0; i < 10_000; i++) attacker.connection.subscribe(`down.${A}.made.up.${i}`);
  await attacker.connection.flush();
  await until('the hub has told it', () =>
    nats.said.some((line) => /maximum subscriptions exceeded/iu.test(line)),
  );
  for (const count of await subscriptions(nats, A)) {
    expect(count).toBeLessThanOrEqual(VENUE_LIMITS.subs);
  }
  await neighbour.bus.store(SUBJECTS.log(B), bytes('mine'));
  await until('the neighbour hears', () => {
    nats.hub.bus.publish(SUBJECTS.ack(B), bytes('yours'));
    return heard.length > 0;
  });
});

test('SEC-6: a venue that floods the hub is refused, and its neighbour goes on', async () => {
  const nats = await open();
  const neighbour = await nats.leaf(B);
  const own = await nats.leaf(A);
  const attacker = await attacking(nats);
  for (let i = 0; i < 20_000; i++)
    attacker.connection.publish(SUBJECTS.log(A), bytes(`flood ${i}`));
  await attacker.connection.flush();
  await until('it is refused', () =>
    own.bus.store(SUBJECTS.log(A), bytes('one more')).then(
      () => false,
      (error) => error instanceof BusFull,
    ),
  );
  for (let i = 0; i < 50; i++) await neighbour.bus.store(SUBJECTS.log(B), bytes(`mine ${i}`));
  expect((await nats.hub.waiting('UP'))?.messages).toBeLessThanOrEqual(4_096 + 50);
});

const limitsOf = (jwt: string) => decode<{ limits: object }>(jwt).nats.limits;

/** What the hub itself says that a venue's account may. */
const limitsOnHub = (nats: Awaited<ReturnType<typeof open>>, key: string) =>
  limitsOf(readFileSync(join(nats.folder, 'hub/nats/accounts', `${key}.jwt`), 'utf8'));

test('SEC-6: limits reach the accounts of venues that were there before them', async () => {
  const nats = await open();
  await nats.leaf(A);
  const file = join(nats.folder, 'hub/secrets.json');
  const trust = JSON.parse(readFileSync(file, 'utf8'));
  const { account: key, jwt } = trust.venues[A];
  expect(limitsOf(jwt)).toMatchObject(VENUE_LIMITS);
  // As an earlier build left it, on the hub and in its secrets: another form, and no limits in it.
  const operator = fromSeed(new TextEncoder().encode(trust.operator));
  const { nats: claims } = decode<Account>(jwt);
  const unlimited = { ...VENUE_LIMITS, conn: -1, leaf: -1, subs: -1 };
  const early = await encodeAccount(
    ...([
      `venue-${A}`,
      fromPublic(key),
      { ...claims, limits: unlimited },
      { signer: operator },
    ] as const),
  );
  trust.venues[A] = { ...trust.venues[A], form: 1, jwt: early };
  writeFileSync(file, JSON.stringify(trust));
  writeFileSync(join(nats.folder, 'hub/nats/accounts', `${key}.jwt`), early);
  nats.killHub();
  await until('the hub is down', () => !nats.hub.bus.isUp());
  await until('the hub is back', () => nats.hub.bus.isUp());
  expect(limitsOnHub(nats, key)).toMatchObject(VENUE_LIMITS);
});
