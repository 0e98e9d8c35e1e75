import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BusRefused } from '../../src/sync/port.ts';
import { SUBJECTS } from '../../src/sync/protocol.ts';
import { bytes, openedNats, until, venueId, whenUp } from './nats-stage.ts';

// A leaf tries its hub each two seconds.
setDefaultTimeout(60_000);

const A = venueId('a');
const B = venueId('b');

const { open } = openedNats();

describe('revocation', () => {
  test('cuts off the leaf that is connected, keeps it out, and lets its replacement in', async () => {
    const { hub, leaf, linkFor, child, killHub, folder } = await open();
    const old = await leaf(A);
    const neighbour = await leaf(B);
    await old.bus.store(SUBJECTS.log(A), bytes('mine'));
    await hub.revoke(A, old.link.publicKey);
    await until('it is cut off', () => old.status().link === 'refused');
    await expect(old.bus.store(SUBJECTS.log(A), bytes('late'))).rejects.toThrow(BusRefused);
    const replacement = child(await linkFor(A, 2));
    await whenUp(replacement.bus);
    await replacement.bus.store(SUBJECTS.log(A), bytes('new'));
    expect(neighbour.bus.isUp()).toBe(true);
    // Also a hub that knows of nobody but by the core's secrets.
    rmSync(join(folder, 'hub/nats/accounts'), { recursive: true });
    killHub();
    await until('the hub is down', () => !hub.bus.isUp());
    await until('the others are back', () => replacement.bus.isUp() && neighbour.bus.isUp());
    expect([old.bus.isUp(), old.status().reason]).toEqual([
      false,
      'the hub refuses the credentials',
    ]);
  });
});

describe('TLS to the hub', () => {
  test('a leaf that trusts the hub links, one that does not stays out', async () => {
    const nats = await open({ tls: true });
    const { bus, link } = await nats.leaf(A);
    await bus.store(SUBJECTS.log(A), bytes('secret'));
    const { tlsCa: _, ...hub } = link.hub;
    const distrustful = nats.child({ ...(await nats.linkFor(B)), hub });
    await until('it says why', () => nats.said.some((line) => /certificate/u.test(line)));
    expect(distrustful.bus.isUp()).toBe(false);
  });

  test('a leaf that was told of TLS gives its credentials to no hub without it', async () => {
    const nats = await open();
    const link = await nats.linkFor(A);
    const urls = link.hub.urls.map((url) => url.replace('nats:', 'tls:'));
    const { bus } = nats.child({ ...link, hub: { urls } });
    await until('it says why', () => nats.said.some((line) => /TLS .*handshake/iu.test(line)));
    expect(bus.isUp()).toBe(false);
  });
});
