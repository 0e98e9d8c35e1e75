import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connect, credsAuthenticator, headers } from '@nats-io/transport-node';
import { credsText } from '../../src/sync/nats/credentials.ts';
import { SUBJECTS } from '../../src/sync/protocol.ts';
import type { Attacker } from './attacker.ts';
import { openAttacker } from './attacker.ts';
import type { Nats } from './nats-stage.ts';
import { openNats, until, venueId } from './nats-stage.ts';

const A = venueId('a');
const B = venueId('b');
const VENUES = [A, B] as const;
const other = (venue: string): string => (venue === A ? B : A);

/** Every class of subject, for a venue; a new one of the protocol is in here by itself. */
const SPECIAL = {
  document: (venue: string) => SUBJECTS.document(venue, 'player', venueId('1')),
  happened: (venue: string) => SUBJECTS.happened(venue, venueId('2'), 'financial'),
} as const;
const CLASSES: readonly (readonly [string, (venue: string) => string])[] = [
  ...Object.entries({ ...SUBJECTS, ...SPECIAL }),
  ['inbox', (venue) => `_INBOX.${venue}.x`],
  ['unknown, up', (venue) => `up.${venue}.something.else`],
  ['unknown, down', (venue) => `down.${venue}.something.else`],
  ['answers', () => '_INBOX.core.x'],
  ['all venues', () => 'up.log'],
  ["JetStream's API", () => '$JS.API.STREAM.PURGE.UP'],
  ["JetStream's API by domain", () => '$JS.core.API.STREAM.DELETE.UP'],
  ["JetStream's acks", () => '$JS.ACK.UP.core.1.1.1.1.0'],
  ['system', () => '$SYS.REQ.SERVER.PING'],
  ['claims', () => '$SYS.REQ.CLAIMS.UPDATE'],
];

let nats: Nats;
let core: NatsConnection;
const seen: { readonly subject: string; readonly payload: string }[] = [];
const leaves = new Map<string, Attacker>();
const leaf = (venue: string): Attacker => {
  const found = leaves.get(venue);
  if (!found) throw new Error(`no leaf of ${venue}`);
  return found;
};

const asCore = async (): Promise<NatsConnection> => {
  const creds = new TextEncoder().encode(await nats.hub.credentials.coreCreds());
  return connect({
    servers: nats.hub.clientUrl,
    authenticator: credsAuthenticator(creds),
    noEcho: true,
  });
};

beforeAll(async () => {
  nats = await openNats();
  core = await asCore();
  core.subscribe('>', {
    callback: (_, message) => {
      seen.push({ subject: message.subject, payload: message.string() });
    },
  });
  await core.flush();
  for (const venue of VENUES) {
    leaves.set(venue, await openAttacker(join(nats.folder, venue), await nats.linkFor(venue)));
  }
});

afterAll(async () => {
  for (const one of leaves.values()) await one.close();
  await core?.close();
  await nats?.close();
});

/** All that was sent before has arrived where it goes: order holds on each connection. */
const fence = async (): Promise<void> => {
  const mark = `fence ${crypto.randomUUID()}`;
  const has = (list: readonly { readonly payload: string }[]) =>
    list.some(({ payload }) => payload === mark);
  for (const venue of VENUES) leaf(venue).connection.publish(SUBJECTS.health(venue), mark);
  await until(
    'the core hears the leaves',
    () => seen.filter((m) => m.payload === mark).length === 2,
  );
  for (const venue of VENUES) core.publish(SUBJECTS.ping(venue), mark);
  await until('the leaves hear the core', () => VENUES.every((venue) => has(leaf(venue).heard)));
};

const heardBy =
  (list: readonly { readonly subject: string; readonly payload: string }[]) =>
  (mark: string): readonly string[] =>
    list.filter(({ payload }) => payload === mark).map(({ subject }) => subject);

/**
 * The stream of logs once all that came before is in it, and one message more: it takes them in
 * order. All that was ever stored has to stand there still.
 */
const settled = async () => {
  await jetstream(core).publish(SUBJECTS.log(A), 'settled');
  const manager = await jetstreamManager(core, { checkAPI: false });
  const { messages } = (await manager.streams.info('UP')).state;
  return { messages, pending: (await manager.consumers.info('UP', 'core')).num_pending };
};

describe('isolation: every subject × venue × direction, through real leaf nodes', () => {
  test('what a venue publishes reaches the core under its own `up`, and nobody else anywhere', async () => {
    const sent: { mark: string; from: string; subject: string }[] = [];
    for (const from of VENUES) {
      for (const [name, subjectOf] of CLASSES) {
        for (const about of VENUES) {
          const subject = subjectOf(about);
          const mark = `${name} of ${about} by ${from}`;
          leaf(from).connection.publish(subject, mark);
          sent.push({ mark, from, subject });
        }
      }
    }
    await fence();
    for (const { mark, from, subject } of sent) {
      const own = subject.startsWith(`up.${from}.`);
      expect([mark, heardBy(seen)(mark)]).toEqual([mark, own ? [subject] : []]);
      expect([mark, heardBy(leaf(other(from)).heard)(mark)]).toEqual([mark, []]);
      expect([mark, heardBy(leaf(from).heard)(mark)]).toEqual([mark, []]);
    }
    expect(sent.length).toBe(2 * 2 * CLASSES.length);
  });

  test('what the core publishes reaches the venue under its own `down`, and nobody else', async () => {
    const sent: { mark: string; about: string; subject: string }[] = [];
    for (const [name, subjectOf] of CLASSES) {
      // Orders of the core to JetStream itself would be carried out: they are its right.
      if (subjectOf(A).startsWith('$')) continue;
      for (const about of VENUES) {
        const subject = subjectOf(about);
        const mark = `${name} of ${about} by the core`;
        core.publish(subject, mark);
        sent.push({ mark, about, subject });
      }
    }
    await fence();
    for (const { mark, about, subject } of sent) {
      const down = subject.startsWith(`down.${about}.`);
      expect([mark, heardBy(leaf(about).heard)(mark)]).toEqual([mark, down ? [subject] : []]);
      expect([mark, heardBy(leaf(other(about)).heard)(mark)]).toEqual([mark, []]);
    }
  });

  test("JetStream's answers go nowhere but home, whatever reply subject a venue names", async () => {
    const before = await settled();
    const replies = CLASSES.flatMap(([, subjectOf]) => VENUES.map((about) => subjectOf(about)));
    const more = ['$JS.API.STREAM.DELETE.UP', '$JS.API.CONSUMER.DELETE.UP.core', `up.${B}.log`];
    const [heardA, heardB, heardCore] = [leaf(A).heard.length, leaf(B).heard.length, seen.length];
    for (const reply of [...replies, ...more]) {
      leaf(A).connection.publish(SUBJECTS.log(A), 'with a reply', { reply });
    }
    await fence();
    const isAnswer = ({ payload }: { payload: string }) => payload.includes('"stream"');
    expect(leaf(B).heard.slice(heardB).filter(isAnswer)).toEqual([]);
    // The core's own account sees the answers on their way, under names that no venue can give.
    const strays = seen.slice(heardCore).filter(isAnswer);
    expect(strays.filter(({ subject }) => !subject.startsWith('_R_.'))).toEqual([]);
    for (const { subject } of leaf(A).heard.slice(heardA).filter(isAnswer)) {
      expect(subject).toMatch(new RegExp(`^(?:_INBOX|down)\\.${A}\\.`, 'u'));
    }
    // Forged acknowledgements the server refuses itself, message and all.
    const stored = [...replies, ...more].filter((reply) => !reply.startsWith('$JS.ACK')).length;
    const expected = before.messages + stored + 1;
    expect(await settled()).toEqual({ messages: expected, pending: expected });
  });

  test('headers of JetStream do not help a venue: the messages of others stay', async () => {
    const before = await settled();
    for (const [name, value] of [
      ['Nats-Rollup', 'all'],
      ['Nats-Rollup', 'sub'],
      ['Nats-Schedule', '@at 2026-01-01T00:00:00Z'],
    ] as const) {
      const evil = headers();
      evil.set(name, value);
      evil.set('Nats-Schedule-Target', SUBJECTS.log(B));
      leaf(A).connection.publish(SUBJECTS.log(A), 'with a header', { headers: evil });
    }
    await fence();
    const after = await settled();
    expect(after.messages).toBeGreaterThan(before.messages);
    expect(after.pending).toBe(after.messages);
    expect(seen.filter((m) => m.payload === 'with a header' && m.subject.includes(B))).toEqual([]);
  });

  test("a venue's credentials are refused as a plain client, and with another's key", async () => {
    const [mine, foreign] = [await nats.linkFor(A), await nats.linkFor(B)];
    for (const creds of [
      credsText(mine.creds, mine.natsSeed),
      credsText(foreign.creds, mine.natsSeed),
    ]) {
      const authenticator = credsAuthenticator(new TextEncoder().encode(creds));
      await expect(
        connect({ servers: nats.hub.clientUrl, authenticator, reconnect: false }),
      ).rejects.toThrow(/authorization violation/iu);
    }
    const thief = nats.child({ ...mine, creds: foreign.creds });
    await until('the thief is refused', () => thief.status().link === 'refused');
    expect(thief.bus.isUp()).toBe(false);
  });
});
