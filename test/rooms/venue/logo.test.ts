import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import {
  MOST_PICTURE_BYTES,
  pictureIn,
  pictureProblem,
} from '../../../src/rooms/venue/pictures.ts';
import type { TestLeaf } from '../../leaf.ts';
import { startLeaf } from '../../leaf.ts';

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(Bun.hash.crc32(body));
  return Buffer.concat([length, body, crc]);
};

/** A real picture in one grey, as any viewer opens it. */
const png = (width: number, height: number): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.alloc((width + 1) * height, 0x70);
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
};

const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffdb00040000ffc0000b080030004001011100ffd9',
  'hex',
);
const WEBP_LOSSLESS = Buffer.concat([
  Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f', 'latin1'),
  Buffer.from([0x3f, 0xc0, 0x0b, 0x00, 0, 0, 0, 0, 0]),
]);

describe('what a file is, by its own bytes', () => {
  test('SEC-3: PNG, JPEG and WebP are known with their size', () => {
    expect(pictureIn(png(64, 48))).toEqual({ type: 'image/png', width: 64, height: 48 });
    expect(pictureIn(JPEG)).toEqual({ type: 'image/jpeg', width: 64, height: 48 });
    expect(pictureIn(WEBP_LOSSLESS)).toEqual({ type: 'image/webp', width: 64, height: 48 });
  });

  test('SEC-3: a script in disguise, a cut file and a picture to fill a screen’s memory are no logo', () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    const cut = png(64, 64).subarray(0, 60);
    for (const bytes of [svg, cut, new Uint8Array(), Buffer.from('GIF89a@\0@\0')])
      expect(pictureProblem(pictureIn(bytes))).not.toBeNull();
    const bomb = png(64, 64);
    bomb.writeUInt32BE(60_000, 16);
    expect(pictureProblem(pictureIn(bomb))).toBe('must have at most 4096 pixels a side');
    expect(pictureProblem(pictureIn(png(4, 64)))).toBe('must have at least 16 pixels a side');
  });

  test('SEC-3: nonsense behind any of the signatures is judged without an error', () => {
    const starts = [
      png(64, 64).subarray(0, 29),
      JPEG.subarray(0, 20),
      WEBP_LOSSLESS.subarray(0, 16),
    ];
    const start = fc.constantFrom(...starts, new Uint8Array());
    const rest = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(start, rest, (head, tail) => {
        const picture = pictureIn(Buffer.concat([head, tail]));
        if (picture !== null) expect(Number.isInteger(picture.width + picture.height)).toBe(true);
      }),
      { numRuns: Number(process.env['FELT_RUNS'] ?? 500) },
    );
  });
});

describe('the logo of a venue', () => {
  let leaf: TestLeaf;
  let admin: string;
  beforeAll(async () => {
    leaf = await startLeaf();
    admin = await leaf.token('admin');
  });
  afterAll(() => leaf.stop());

  const send = async (bytes: Uint8Array, { type = 'image/png', token = admin, key = '' } = {}) => {
    const response = await fetch(`${leaf.url}/api/v1/venue/logo`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': type,
        ...(key === '' ? {} : { 'idempotency-key': key }),
      },
      body: new Uint8Array(bytes),
    });
    const body: unknown = await response.json();
    return { status: response.status, body: Object(body) };
  };
  const picture = (id: string) => fetch(`${leaf.url}/media/${id}`);
  const shown = async () => Object((await leaf.get('/venue/public')).body).logo;

  test('DSP-5: it is served to everybody, for ever, as what its bytes say, and never runs', async () => {
    const bytes = png(64, 48);
    const { status, body } = await send(bytes, { type: 'image/jpeg' });
    expect(status).toBe(200);
    expect(await shown()).toBe(`/media/${body.logo}`);
    const response = await picture(body.logo);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });

  test('DSP-5: a new one takes the old one’s bytes away; taken down, nothing is left of it', async () => {
    const first = (await send(png(32, 32))).body.logo;
    const second = (await send(png(48, 48))).body.logo;
    expect((await picture(first)).status).toBe(404);
    expect((await picture(second)).status).toBe(200);
    expect((await leaf.del('/venue/logo', admin)).status).toBe(200);
    expect((await picture(second)).status).toBe(404);
    expect(await shown()).toBeNull();
    expect((await leaf.del('/venue/logo', admin)).body).toMatchObject({ events: [] });
  });

  test('API-1: the same upload sent again under its key is the same picture', async () => {
    const [once, again] = [
      await send(png(40, 40), { key: 'logo-1' }),
      await send(png(40, 40), { key: 'logo-1' }),
    ];
    expect(again).toEqual(once);
    expect((await picture(once.body.logo)).status).toBe(200);
    expect((await send(png(41, 41), { key: 'logo-1' })).status).toBe(422);
  });

  test('SEC-3: two at once leave exactly one picture behind', async () => {
    const sent = await Promise.all([send(png(20, 20)), send(png(21, 21)), send(png(22, 22))]);
    const left = await Promise.all(sent.map(({ body }) => picture(body.logo)));
    expect(left.filter(({ status }) => status === 200).length).toBe(1);
  });

  test('SEC-3: what is too large, of another type, no picture, or sent by the floor is refused', async () => {
    const floor = await leaf.token('floor');
    const large = new Uint8Array(MOST_PICTURE_BYTES + 1);
    expect((await send(large)).status).toBe(413);
    expect((await send(png(32, 32), { type: 'image/svg+xml' })).status).toBe(415);
    expect((await send(Buffer.from('<svg/>'))).status).toBe(422);
    expect((await send(png(32, 32), { token: floor })).status).toBe(403);
    expect((await leaf.put('/venue', { logo: 'any' }, admin)).status).toBe(422);
  });

  test('GDP-3: whoever has not signed in learns name, language, colours and logo, and no more', async () => {
    await leaf.put('/venue', { wifi: { ssid: 'Guests', password: 'secret-word' } }, admin);
    const { body } = await leaf.get('/venue/public');
    expect(Object.keys(Object(body)).sort()).toEqual([
      'accent',
      'background',
      'language',
      'logo',
      'name',
    ]);
    expect((await leaf.get('/venue')).status).toBe(401);
  });

  test('API-2: the settings of the venue are answered as the document says', async () => {
    const { body } = await leaf.get('/venue', admin);
    expect(body).toMatchObject({ wifi: { ssid: 'Guests' }, publicUrl: null, language: 'en' });
    const { paths } = Object((await leaf.get('/openapi.json')).body);
    const content = paths['/api/v1/venue/logo'].put.requestBody.content;
    expect(Object.keys(content)).toEqual(['image/png', 'image/jpeg', 'image/webp']);
    expect(Object.keys(paths)).toContain('/media/{id}');
  });
});
