import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { coreAddress } from '../../src/leaf/cloud/core-door.ts';
import { Failed } from '../../src/server/failed.ts';
import { readKeys } from './signed-keys.ts';
import { wordsOf } from './words.ts';

const Problem = v.object({
  error: v.object({
    message: v.string(),
    details: v.optional(v.object({ code: v.optional(v.string()) })),
  }),
});
const Added = v.object({ product: v.string(), version: v.string(), sequence: v.number() });
const Halted = v.object({ halted: v.array(v.number()) });

const secret = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Failed(`set ${name}: of an administrator of that core`);
};

const problemIn = (text: string) => v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), text);

/** One answer of the core; what it refuses becomes one line. */
const answered = async (response: Response, what: string): Promise<unknown> => {
  const text = await response.text();
  if (response.ok) return text === '' ? null : JSON.parse(text);
  const read = problemIn(text);
  throw new Failed(`${what}: ${read.success ? read.output.error.message : response.status}`);
};

/** Where a password may be sent to. @throws Failed in one line for anything but https or this machine. */
const safeAddress = (typed: string): string => {
  try {
    return coreAddress(typed);
  } catch (error) {
    throw new Failed(`--core ${typed}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Signs in, and answers what keeps one signed in. */
const signIn = async (core: string): Promise<string> => {
  const body = { email: secret('FELT_CORE_USER'), password: secret('FELT_CORE_PASSWORD') };
  const response = await fetch(`${core}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // Neither the password nor what one is signed in by goes to where another one points.
    redirect: 'error',
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`${core} does not answer: ${why}`, { cause: error });
  });
  await answered(response, 'signing in');
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
};

const sendList = async (core: string, cookie: string, path: string): Promise<string> => {
  const list = readKeys(path);
  if (list === null) throw new Failed(`there is no list ${path}`);
  const keys = Buffer.from(list.bytes).toString('base64');
  const response = await fetch(`${core}/api/v1/releases/keys`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ keys, signatures: list.signatures }),
    redirect: 'error',
  });
  const { halted } = v.parse(Halted, await answered(response, path));
  return `${path} taken${halted.length === 0 ? '' : `; halted: ${halted.join(', ')}`}`;
};

/** Of an earlier release, or of a time that was cut off: the others still have to go. */
const isThere = async (response: Response): Promise<boolean> => {
  if (response.ok) return false;
  const read = problemIn(await response.clone().text());
  return read.success && read.output.error.details?.code === 'ALREADY_THERE';
};

/** A delta is tried out on what is there, and `*` of a shell names it first. */
const wholeFirst = (a: string, b: string): number =>
  Number(a.endsWith('.delta')) - Number(b.endsWith('.delta'));

/** `npm run release -- publish FILE… --core URL [--rollout N] [--channel NAME] [--list FILE]` */
export const publishCommand = async (args: readonly string[]): Promise<string> => {
  const maybe = ['rollout', 'channel', 'list'] as const;
  const hasList = args.includes('--list');
  const read = wordsOf(args, { one: ['core'], maybe, words: hasList ? 0 : 'some' });
  const core = safeAddress(read.core);
  const missing = read.words.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Failed(`there is no file ${missing}`);
  const cookie = await signIn(core);
  if (read.list !== undefined) return sendList(core, cookie, read.list);
  const query = new URLSearchParams({
    rollout: read.rollout ?? '0',
    ...(read.channel === undefined ? {} : { channel: read.channel }),
  });
  const lines: string[] = [];
  for (const file of read.words.toSorted(wholeFirst)) {
    const response = await fetch(`${core}/api/v1/releases?${query}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/octet-stream' },
      body: readFileSync(file),
      redirect: 'error',
    });
    if (await isThere(response)) {
      lines.push(`${file}: is there already`);
      continue;
    }
    const { product, version, sequence } = v.parse(Added, await answered(response, file));
    lines.push(`${file}: ${product} ${version} (${sequence}) at ${query.get('rollout')} %`);
  }
  return lines.join('\n');
};
