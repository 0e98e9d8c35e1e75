import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openStage } from '../../server/stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const list = async () => (await stage.call('GET', '/displays')).body.items;
const isAssign = ({ type }: { type: string }) => type === 'assign';

const create = async () => {
  const body = { name: 'Friday', currency: 'EUR', template: 'turbo' };
  return (await stage.call('POST', '/tournaments', body)).body.id;
};

const beat = (nodeId: string) => ({
  ...{ type: 'heartbeat', nodeId, resolution: { w: 1920, h: 1080 }, uptime: 12.5 },
});

test('DSP-1: a screen shows up unassigned, is assigned and taken away at once, and reboots', async () => {
  const tv = stage.ws('/ws/display/tv-1');
  expect(await tv.next(isAssign)).toEqual({
    ...{ type: 'assign', nodeId: 'tv-1', code: expect.stringMatching(/^\d{4}$/u) },
    ...{ view: 'unassigned', tournamentId: null, theme: 'dark', cycle: [], onBust: null },
    config: {
      ...{
        name: '',
        group: '',
        venue: '',
        language: 'en',
        timezone: '',
        sound: false,
        accent: null,
      },
      ...{ background: null, logo: null, playerUrl: null, wifi: null },
    },
  });
  expect(await list()).toEqual([
    expect.objectContaining({ id: 'tv-1', status: 'online', view: 'unassigned', resolution: null }),
  ]);
  expect((await stage.shell.log.head()).seq).toBe(0);

  const id = await create();
  await stage.call('PUT', '/displays/tv-1', { name: 'Bar', tournamentId: id, theme: 'light' });
  expect(await tv.next((m) => m['view'] === 'clock' && isAssign(m))).toMatchObject({
    ...{ tournamentId: id, theme: 'light', code: null },
    config: { name: 'Bar', group: '', playerUrl: `http://192.168.1.20:8080/t/${id}` },
  });
  expect(await tv.next(({ type }) => type === 'state')).toMatchObject({ tournamentId: id });

  const other = await create();
  await stage.call('PUT', '/displays/tv-1', { tournamentId: other });
  await tv.next((m) => m.type === 'state' && m['tournamentId'] === other);
  const came = tv.came.length;
  await stage.call('POST', `/tournaments/${id}/start`);
  await stage.call('POST', `/tournaments/${other}/start`);
  expect(await tv.next(() => true, came)).toMatchObject({ tournamentId: other, version: 2 });

  expect((await stage.call('POST', '/displays/tv-1/reboot')).status).toBe(202);
  await tv.next(({ type }) => type === 'reboot');
  expect((await stage.call('DELETE', '/displays/tv-1')).status).toBe(200);
  expect(await tv.next((m) => m['view'] === 'unassigned', came)).toMatchObject({ type: 'assign' });
  const end = tv.came.length;
  await stage.call('POST', `/tournaments/${other}/pause`);
  await stage.call('POST', '/displays/tv-1/reboot');
  expect(await tv.next(() => true, end)).toEqual({ type: 'reboot' });
  tv.socket.close();
});

test('DSP-1: heartbeats tell size and uptime; silence makes a screen stale, then offline', async () => {
  const tv = stage.ws('/ws/display/tv-2');
  await tv.next(isAssign);
  tv.send(beat('tv-2'));
  tv.send({ type: 'heartbeat' });
  await tv.next(({ type }) => type === 'error');
  const [seen] = (await list()).filter(({ id }: { id: string }) => id === 'tv-2');
  expect(seen).toMatchObject({ status: 'online', resolution: { w: 1920, h: 1080 }, uptime: 12 });
  expect(seen.lastSeenAt).toBe(new Date(stage.shell.now().wallMs).toISOString());
  const statusAfter = async (ms: number) => {
    stage.pass(ms);
    return (await list()).find(({ id }: { id: string }) => id === 'tv-2').status;
  };
  expect(await statusAfter(15_000)).toBe('online');
  expect(await statusAfter(1)).toBe('stale');
  expect(await statusAfter(45_000)).toBe('offline');
  const before = tv.came.length;
  tv.send(beat('tv-2'));
  tv.send('again');
  await tv.next(({ type }) => type === 'error', before);
  expect(await statusAfter(0)).toBe('online');
  tv.socket.close();
});

test('DSP-1: an assignment outlives the socket and the window; two windows show the same', async () => {
  const id = await create();
  await stage.call('PUT', '/displays/tv-3', { tournamentId: id });
  const windows = [stage.ws('/ws/display/tv-3'), stage.ws('/ws/display/tv-3')];
  for (const one of windows)
    expect(await one.next(isAssign)).toMatchObject({ view: 'clock', tournamentId: id });
  await stage.call('PUT', '/displays/tv-3', { theme: 'light' });
  for (const one of windows) await one.next((m) => m['theme'] === 'light');
  for (const one of windows) one.socket.close();
});

test('strangers fill neither the log nor the list: 200 at a time, the gone ones go first', async () => {
  const before = (await stage.shell.log.head()).seq;
  const open = Array.from({ length: 200 }, (_, i) => stage.ws(`/ws/display/stranger-${i}`));
  await Promise.all(open.map((one) => one.next(isAssign)));
  const turned = stage.ws('/ws/display/one-too-many');
  await turned.closed();
  expect(turned.came).toEqual([]);
  await stage.call('PUT', '/displays/stranger-0', { name: 'Not a stranger' });
  const next = stage.ws('/ws/display/one-more');
  await next.next(isAssign);
  expect((await stage.shell.log.head()).seq).toBe(before + 1);
  for (const one of [...open, next]) one.socket.close();
});

test('what is not there: no screen, no tournament, no sign-in', async () => {
  expect((await stage.call('POST', '/displays/nobody/reboot')).status).toBe(404);
  expect((await stage.call('DELETE', '/displays/nobody')).status).toBe(404);
  expect((await stage.call('PUT', '/displays/tv-9', { tournamentId: 'none' })).status).toBe(404);
  expect((await stage.call('PUT', '/displays/tv-9', { view: 'casino' })).status).toBe(422);
  expect((await fetch(`${stage.http}/api/v1/displays`)).status).toBe(401);
});
