import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import type { Envelope } from '../../../src/kernel/envelope.ts';
import type { NatsLink } from '../../../src/leaf/cloud/nats-child.ts';
import { GENESIS } from '../../../src/log/chain.ts';
import { memoryLog } from '../../../src/log/memory.ts';
import type { Kept } from '../../../src/sync/nats/connection.ts';
import { credsText } from '../../../src/sync/nats/credentials.ts';
import { inboxOf } from '../../../src/sync/nats/permissions.ts';
import { natsProgram } from '../../../src/sync/nats/program.ts';
import { createNatsServer } from '../../../src/sync/nats/server.ts';
import { createNatsBus } from '../../../src/sync/nats.ts';
import { createOutbox } from '../../../src/sync/outbox.ts';
import { SYNC_TABLES } from '../../../src/sync/tables.ts';
import { answerQuestions } from '../processes.ts';
import { evenings, nights } from './nights.ts';
import { timers } from './timers.ts';

const TURN_MS = 20;
const SETTLES_WITHIN_MS = 120_000;

export type Question =
  /** Venues that share one nats-server, each with its own account, credentials and connection. */
  | { readonly folder: string; readonly links: readonly NatsLink[]; readonly first: number }
  | { readonly events: number; readonly perSecond: number };

export type Reply = {
  readonly events: number;
  /** From an event's commit to the word that the core has it, ms. */
  readonly lagsMs: readonly number[];
  /** From the first commit to the last one's being applied. */
  readonly ms: number;
};

const quoted = JSON.stringify;

/** One nats-server for all of them: an account and a leaf-node connection each. */
const configOf = (folder: string, links: readonly NatsLink[]): string => {
  const remotes = links.map(({ hub, creds, natsSeed }, i) => {
    const file = join(folder, `${i}.creds`);
    writeFileSync(file, credsText(creds, natsSeed), { mode: 0o600 });
    return `{ urls: ${quoted(hub.urls)}, account: V${i}, credentials: ${quoted(file)},
      first_info_timeout: 30s, tls: { timeout: 30, ca_file: ${quoted(join(folder, 'ca.pem'))} } }`;
  });
  writeFileSync(join(folder, 'ca.pem'), links[0]?.hub.tlsCa ?? '');
  const accounts = links.map((_, i) => `V${i}: { users: [{ user: v${i}, password: p }] }`);
  return `
    server_name: "leaves-${process.pid}"
    listen: "127.0.0.1:-1"
    http: "127.0.0.1:-1"
    ports_file_dir: ${quoted(folder)}
    accounts { ${accounts.join('\n')} }
    leafnodes { reconnect: "2s", remotes: [ ${remotes.join(',\n')} ] }`;
};

const openVenue = async (url: string, { venueId, epoch }: NatsLink, i: number) => {
  const connection = await connect({
    ...{ servers: url, user: `v${i}`, pass: 'p', inboxPrefix: inboxOf(venueId) },
  });
  const kept: Kept = {
    current: () => connection,
    onChange: () => () => undefined,
    within: async () => connection,
    close: () => connection.close(),
  };
  const log = memoryLog(SYNC_TABLES);
  const bus = createNatsBus({ kept, log: () => undefined });
  const outbox = createOutbox({
    ...{ source: log, bus, timers, chance: Math.random, venueId, epoch },
    ...{ genesis: GENESIS, version: '0.1.0' },
    report: async () => ({ live: [], downSeq: 0, docsWaiting: 0 }),
    failed: console.error,
  });
  const committedAt: number[] = [];
  const lagsMs: number[] = [];
  outbox.onStatus(({ applied }) => {
    const now = performance.now();
    for (let seq = lagsMs.length; seq < (applied?.seq ?? 0); seq++)
      lagsMs.push(now - (committedAt[seq] ?? now));
  });
  outbox.start();
  const commit = async (envelope: Envelope) => {
    await log.append({
      events: [{ envelope, body: JSON.stringify(envelope) }],
      ...{ rows: [], commands: [] },
    });
    committedAt.push(performance.now());
    outbox.wake();
  };
  return { commit, lagsMs, status: outbox.status };
};

type Venue = Awaited<ReturnType<typeof openVenue>>;

let venues: Venue[] = [];
let first = 0;

const until = async (isSo: () => boolean, what: string): Promise<void> => {
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await Bun.sleep(TURN_MS);
  }
};

const open = async (folder: string, links: readonly NatsLink[]): Promise<void> => {
  const config = configOf(folder, links);
  const program = await natsProgram(folder);
  const log = () => undefined;
  const server = createNatsServer({ program, folder, config: () => config, log });
  server.start();
  const { client } = await server.whenUp();
  venues = await Promise.all(links.map((link, i) => openVenue(client, link, i)));
  // Each has heard the core.
  const isThere = ({ status }: Venue) => status().lastContactAt !== null;
  await until(() => venues.every(isThere), 'all venues have their line');
};

let played = 0;

/** Evenings of all venues at once, in so many events a second; goes on where the last one ended. */
const play = async (events: number, perSecond: number): Promise<Reply> => {
  const { all } = await nights();
  const [from, each] = [played, Math.ceil(events / venues.length)];
  played += each;
  const own = venues.map((_, i) => evenings(all, first + i, played).slice(from));
  const begun = performance.now();
  for (let done = 0; done < each * venues.length; await Bun.sleep(TURN_MS)) {
    const due = Math.min(each * venues.length, ((performance.now() - begun) / 1_000) * perSecond);
    for (; done < due; done++) {
      const i = done % venues.length;
      const event = own[i]?.[Math.floor(done / venues.length)];
      if (event !== undefined) await venues[i]?.commit(event);
    }
  }
  await until(() => venues.every(({ lagsMs }) => lagsMs.length >= played), 'all is applied');
  const lagsMs = venues.flatMap((venue) => venue.lagsMs.slice(from));
  return { events: lagsMs.length, lagsMs, ms: performance.now() - begun };
};

answerQuestions<Question, Reply>(async (question) => {
  if ('folder' in question) {
    first = question.first;
    await open(question.folder, question.links);
    return { events: 0, lagsMs: [], ms: 0 };
  }
  return play(question.events, question.perSecond);
});
