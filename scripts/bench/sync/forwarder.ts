import { join } from 'node:path';
import type { NatsLink } from '../../../src/leaf/cloud/nats-child.ts';
import { openNatsChild } from '../../../src/leaf/cloud/nats-child.ts';
import { GENESIS } from '../../../src/log/chain.ts';
import { createOutbox } from '../../../src/sync/outbox.ts';
import { answerQuestions } from '../processes.ts';
import { openQueue } from './queue.ts';
import { timers } from './timers.ts';

export type Question = { readonly folder: string; readonly link: NatsLink };

export type Drained = {
  readonly events: number;
  /** From the moment at which the link is up, to the core's word that it has everything. */
  readonly ms: number;
  /** Most that this process held resident meanwhile. */
  readonly mb: number;
};

/** A leaf's forwarder and its nats-server over a log that waits, until the core has all of it. */
answerQuestions<Question, Drained>(async ({ folder, link }) => {
  const log = await openQueue(folder);
  const { seq: events } = await log.head();
  const child = openNatsChild({ folder: join(folder, 'nats'), link, log: () => undefined });
  const { venueId, epoch } = link;
  const outbox = createOutbox({
    ...{ source: log, bus: child.bus, timers, chance: Math.random, venueId, epoch },
    ...{ genesis: GENESIS, version: '0.1.0' },
    report: async () => ({ live: [], downSeq: 0, docsWaiting: 0 }),
    failed: console.error,
  });
  let begun = Number.POSITIVE_INFINITY;
  let mb = 0;
  child.bus.onChange(() => {
    begun = Math.min(begun, performance.now());
  });
  const done = new Promise<number>((resolve) => {
    outbox.onStatus(({ applied }) => {
      mb = Math.max(mb, process.memoryUsage.rss() / 1024 ** 2);
      if (applied?.seq === events) resolve(performance.now());
    });
  });
  outbox.start();
  const ms = (await done) - begun;
  await outbox.stop();
  await child.stop();
  await log.close();
  return { events, ms, mb };
});
