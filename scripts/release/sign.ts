import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY } from '../../src/kernel/time.ts';
import { Failed, WrongUse } from '../../src/server/failed.ts';
import { extractRelease } from '../../src/server/release/extract.ts';
import { keyId, publicKeyOf } from '../../src/server/release/keys.ts';
import { CHANNELS, deltaName, releaseName } from '../../src/server/release/manifest.ts';
import { isVouchedFor } from '../../src/server/release/verify.ts';
import { factsOf, toldBy } from './facts.ts';
import { privateKeyIn } from './keys.ts';
import type { Unpacked } from './pack.ts';
import { openRelease, packDelta, packRelease } from './pack.ts';
import { keysOf, readKeys } from './signed-keys.ts';
import { wordsOf } from './words.ts';

/** Whoever was offered it and did not take it by then gets a newer one. */
const DAYS = 180;

const wholeOf = (text: string, name: string): number => {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new WrongUse(`--${name} must be a whole number, not "${text}"`);
};

const listFor = (path: string, id: string, roots: readonly string[]) => {
  const list = readKeys(path);
  if (list === null) throw new Failed(`there is no list ${path}`);
  const key = keysOf(list).keys.find((one) => one.id === id);
  if (key === undefined || key.revoked !== undefined) {
    throw new Failed(`key ${id} is not on the list ${path}, or was revoked`);
  }
  if (!isVouchedFor(list, roots)) {
    throw new Failed(`${path} lacks signatures of the root keys that this build knows: keys sign`);
  }
  return list;
};

/** The executable of an earlier release, in a folder of its own. */
const unpackedIn = async (folder: string, release: string): Promise<Unpacked> => {
  const { header, manifest } = await openRelease(release);
  const executable = join(folder, String(manifest.sequence));
  const found = await extractRelease({ file: release, header, manifest, to: executable });
  if (!found.ok) throw new Failed(`${release}: ${found.message}`);
  return { release, executable };
};

const sizeText = (path: string): string => `${path}  ${statSync(path).size} bytes`;

/** `npm run release -- sign EXECUTABLE --list FILE --key PEM …` */
export const signCommand = async (args: readonly string[]): Promise<string> => {
  const {
    words,
    list,
    key: keyFile,
    from,
    ...wishes
  } = wordsOf(args, {
    one: ['list', 'key'],
    maybe: ['channel', 'min', 'days', 'notes', 'out', 'level'],
    ...{ any: ['from'], words: 1 },
  });
  const [executable = ''] = words;
  if (!existsSync(executable)) throw new Failed(`there is no file ${executable}`);
  const channel = CHANNELS.find((one) => one === (wishes.channel ?? 'stable'));
  if (channel === undefined) throw new WrongUse(`--channel: ${CHANNELS.join(' or ')}`);
  const key = privateKeyIn(keyFile);
  const told = toldBy(executable);
  const keys = listFor(list, keyId(publicKeyOf(key)), told.rootKeys);
  const expires = new Date(Date.now() + wholeOf(wishes.days ?? `${DAYS}`, 'days') * DAY);
  const facts = {
    ...{ ...factsOf(told), channel, expires: expires.toISOString() },
    minSequence: wholeOf(wishes.min ?? '0', 'min'),
    ...(wishes.notes === undefined ? {} : { notes: readFileSync(wishes.notes, 'utf8').trim() }),
  };
  const level = wishes.level === undefined ? {} : { level: wholeOf(wishes.level, 'level') };
  const out = wishes.out ?? 'dist';
  mkdirSync(out, { recursive: true });
  const to = join(out, releaseName(facts));
  const manifest = await packRelease({ executable, facts, keys, key, to, ...level });
  const lines = [sizeText(to)];
  const folder = mkdtempSync(join(tmpdir(), 'felt-sign-'));
  try {
    for (const release of from) {
      const before = await unpackedIn(folder, release);
      const { sequence } = (await openRelease(release)).manifest;
      const delta = join(out, deltaName(manifest, { sequence }));
      await packDelta({
        from: before,
        next: { release: to, executable },
        key,
        to: delta,
        ...level,
      });
      lines.push(sizeText(delta));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return lines.join('\n');
};
