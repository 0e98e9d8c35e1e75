import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openStage } from './stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

type Message = { readonly type: string; readonly [field: string]: unknown };

const create = async (): Promise<string> => {
  const made = { name: 'Friday', currency: 'EUR', template: 'turbo' };
  return (await stage.call('POST', '/tournaments', made)).body.id;
};
const item = async (id: string) =>
  (await stage.call('GET', '/displays')).body.items.find((one: { id: string }) => one.id === id);

const isAssign = (over: object) => (m: Message) => m.type === 'assign' && Bun.deepMatch(over, m);
const isBoard = (view: string) => (m: Message) => m.type === 'state' && m['view'] === view;

/** A screen with something to show, once it has heard so. */
const screen = async (nodeId: string, body: object) => {
  expect((await stage.call('PUT', `/displays/${nodeId}`, body)).status).toBe(200);
  const tv = stage.ws(`/ws/display/${nodeId}`);
  await tv.next(({ type }) => type === 'assign');
  return tv;
};

test('DSP-9: a screen shows a code of its own, keeps it across reconnects, and is claimed by it', async () => {
  const codeOf = async (tv: ReturnType<typeof stage.ws>): Promise<string> =>
    String((await tv.next(({ type }) => type === 'assign'))['code']);
  const tvs = Array.from({ length: 30 }, (_, i) => stage.ws(`/ws/display/new-${i}`));
  const codes = await Promise.all(tvs.map(codeOf));
  expect(new Set(codes).size).toBe(30);
  expect(codes.join(' ')).toMatch(/^(\d{4} ?){30}$/u);
  tvs[0]?.socket.close();
  await tvs[0]?.closed();
  expect((await stage.call('POST', '/displays/claim', { code: codes[0] })).body).toMatchObject({
    error: { code: 'NO_SUCH_CODE' },
  });
  const again = stage.ws('/ws/display/new-0');
  expect(await codeOf(again)).toBe(codes[0] ?? '');
  expect(await item('new-0')).toMatchObject({ code: codes[0], view: 'unassigned' });

  const id = await create();
  const wish = { code: codes[0], name: 'Stage', tournamentId: id, view: 'prizePool' };
  const claimed = await stage.call('POST', '/displays/claim', wish);
  expect([claimed.status, claimed.body.id]).toEqual([200, 'new-0']);
  await again.next(isAssign({ code: null, view: 'prizePool', tournamentId: id }));
  expect(await item('new-0')).toMatchObject({ name: 'Stage', code: null });
  expect((await stage.call('POST', '/displays/claim', wish)).status).toBe(404);
  expect((await stage.call('POST', '/displays/claim', { code: codes[1] })).status).toBe(200);
  await tvs[1]?.next(isAssign({ code: null, view: 'unassigned' }));
  expect((await stage.call('POST', '/displays/claim', { code: '12a4' })).status).toBe(422);
  const late = { code: codes[2], tournamentId: 'none' };
  expect((await stage.call('POST', '/displays/claim', late)).body.error.code).toBe('NOT_FOUND');
  for (const tv of [again, ...tvs]) tv.socket.close();
});

test('DSP-9: of two tablets with one code one has the screen, and its repetition is told the same', async () => {
  const tv = stage.ws('/ws/display/wanted');
  const { code } = await tv.next(({ type }) => type === 'assign');
  const claim = (name: string) =>
    stage.call('POST', '/displays/claim', { code, name }, { 'idempotency-key': `claim-${name}` });
  const answers = await Promise.all(['Bar', 'Stage'].map(claim));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  const name = answers[0]?.status === 200 ? 'Bar' : 'Stage';
  expect(await item('wanted')).toMatchObject({ name, code: null });
  const again = await claim(name);
  expect([again.status, again.body]).toEqual([200, answers.find((a) => a.status === 200)?.body]);
  const [lost] = answers.filter(({ status }) => status === 404);
  expect(lost?.body.error).toMatchObject({ code: 'NO_SUCH_CODE' });
  tv.socket.close();
});

test('BLD-6: a tournament that is taken back leaves its screens with nothing, and moves no more', async () => {
  const id = await create();
  const [tv, board, phone] = [
    await screen('gone-1', { name: 'gone-1', tournamentId: id }),
    await screen('gone-2', { name: 'gone-2', tournamentId: id, view: 'rankings' }),
    stage.ws(`/ws/tournament/${id}`),
  ];
  await board.next(isBoard('rankings'));
  await phone.next(isBoard('clock'));
  expect((await stage.call('DELETE', `/tournaments/${id}`)).status).toBe(200);
  for (const one of [tv, board])
    await one.next(isAssign({ view: 'unassigned', tournamentId: null }));
  expect(await item('gone-1')).toMatchObject({ view: 'unassigned' });
  const told = JSON.stringify([tv.came, board.came, phone.came]);
  expect(told).not.toContain('"version":2');
  for (const one of [tv, board, phone]) one.socket.close();
});
