import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openStage } from '../stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const GONE = 4404;

const create = async (): Promise<string> => {
  const { body } = await stage.call('POST', '/tournaments', {
    ...{ name: 'Friday', currency: 'EUR', template: 'turbo' },
  });
  return body.id;
};

const discard = async (id: string) => {
  const { status } = await stage.call('DELETE', `/tournaments/${id}`);
  expect(status).toBe(200);
};

const isState = ({ type }: { type: string }) => type === 'state';
const api = (id: string) => `${stage.http}/api/v1/tournaments/${id}`;

const eventStream = async (id: string) => {
  const response = await fetch(`${api(id)}/live`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const read = async (): Promise<boolean> => {
    const part = await reader?.read();
    heard += part?.value ?? '';
    return part?.done !== true;
  };
  return {
    /** Everything from here to the end of the stream. */
    rest: async (): Promise<string> => {
      while (await read());
      return heard;
    },
    until: async (words: string): Promise<void> => {
      while (!heard.includes(words) && (await read()));
    },
    cancel: () => reader?.cancel(),
  };
};

test('PWA-1: phones of a tournament that is taken back are sent away, those of others stay', async () => {
  const [id, other] = [await create(), await create()];
  const phones = [1, 2, 3].map(() => stage.ws(`/ws/tournament/${id}`));
  const elsewhere = stage.ws(`/ws/tournament/${other}`);
  await Promise.all([...phones, elsewhere].map((phone) => phone.next(isState)));
  await discard(id);
  expect(await Promise.all(phones.map((phone) => phone.closed()))).toEqual([GONE, GONE, GONE]);
  await stage.call('POST', `/tournaments/${other}/start`);
  await elsewhere.next((m) => m.type === 'state' && m['version'] === 2);
  expect(elsewhere.socket.readyState).toBe(WebSocket.OPEN);
  expect(stage.subscribers(id)).toBe(0);
  elsewhere.socket.close();
});

test('PWA-1: a stream of events says `gone` and ends; those of other tournaments go on', async () => {
  const [id, other] = [await create(), await create()];
  const [stream, elsewhere] = [await eventStream(id), await eventStream(other)];
  await stream.until('"version":1');
  await discard(id);
  const heard = await stream.rest();
  expect(heard).toEndWith('\n\nevent: gone\ndata: {"type":"gone"}\n\n');
  await stage.call('POST', `/tournaments/${other}/start`);
  await elsewhere.until('"version":2');
  await elsewhere.cancel();
});

test('PWA-1: who asks for it afterwards, by whatever way, is told that it is not there', async () => {
  const id = await create();
  const before = await fetch(`${api(id)}/public`);
  await discard(id);
  const asked = await Promise.all([
    fetch(`${api(id)}/live`),
    fetch(`${api(id)}/public`),
    fetch(`${api(id)}/public`, { headers: { 'if-none-match': before.headers.get('etag') ?? '' } }),
    fetch(`${stage.http}/ws/tournament/${id}`, {
      headers: {
        ...{ connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    }),
  ]);
  expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});

test('PWA-1: who comes in the very moment is sent away too, and nobody waits in vain', async () => {
  const id = await create();
  const phones = Array.from({ length: 40 }, () => stage.ws(`/ws/tournament/${id}`));
  const streams = Array.from({ length: 10 }, () => eventStream(id));
  await phones[0]?.next(isState);
  await discard(id);
  const codes = await Promise.all(phones.map((phone) => phone.closed()));
  for (const code of codes) expect([GONE, 1002, 1006]).toContain(code);
  for (const stream of await Promise.all(streams)) await stream.rest();
  expect(stage.subscribers(id)).toBe(0);
});
