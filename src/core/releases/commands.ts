import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed, WrongUse } from '../../server/failed.ts';
import { say } from '../../server/program.ts';
import type { Channel } from '../../server/release/manifest.ts';
import { CHANNELS } from '../../server/release/manifest.ts';
import { parsed, withDatabase } from '../commands.ts';
import type { Config } from '../config.ts';
import type { Releases } from '../releases.ts';
import { createReleases } from '../releases.ts';
import type { ReleaseLine } from './fleet.ts';
import { ReleaseRefused } from './refused.ts';
import { rootsFrom } from './roots.ts';

const USES =
  'release: add FILE… [--channel NAME] [--rollout N] | list | rollout BUILD N | channel BUILD NAME | halt BUILD | resume BUILD | keys FILE';

const numberOf = (text: string | undefined, what: string, most: number): number => {
  const number = Number(text);
  if (text !== undefined && /^\d{1,9}$/u.test(text) && number <= most) return number;
  throw new WrongUse(`${what} must be a whole number from 0 to ${most}, not "${text ?? ''}"`);
};

const channelOf = (text: string | undefined): Channel => {
  const channel = CHANNELS.find((one) => one === text);
  if (channel !== undefined) return channel;
  throw new WrongUse(`a channel is ${CHANNELS.join(' or ')}, not "${text ?? ''}"`);
};

const stateText = ({ rollout, haltedAt, haltedWhy }: ReleaseLine): string =>
  haltedAt === null ? `${rollout} %` : `halted (${haltedWhy}), was at ${rollout} %`;

const lineText = (line: ReleaseLine): string => {
  const { product, sequence, version, channel, files, venues } = line;
  const targets = files.map(({ target, deltas }) =>
    [target, ...deltas.map(({ from }) => `delta from ${from}`)].join(' + '),
  );
  const { running, offered, wentBack, refused } = venues;
  const wrong = refused === 0 ? '' : `, ${refused} refused it`;
  const leaves = `${running} run it, ${offered} are offered it, ${wentBack} went back${wrong}`;
  return `${String(sequence).padStart(6)}  ${product} ${version}, ${channel}: ${stateText(line)}; ${leaves}; ${targets.join(', ')}`;
};

const KeysFile = v.object({
  keys: v.string(),
  signatures: v.array(v.object({ root: v.string(), signature: v.string() })),
});

const keysIn = (path: string) => {
  try {
    const { keys, signatures } = v.parse(KeysFile, JSON.parse(readFileSync(path, 'utf8')));
    return { bytes: Buffer.from(keys, 'base64'), signatures };
  } catch (error) {
    throw new Failed(`${path} is no list of signing keys`, { cause: error });
  }
};

/** A delta is tried out on what is there, and `*` of a shell names it first. */
const wholeFirst = (a: string, b: string): number =>
  Number(a.endsWith('.delta')) - Number(b.endsWith('.delta'));

const addAll = async (releases: Releases, args: readonly string[]): Promise<string> => {
  const flag = { type: 'string' } as const;
  const { values, positionals } = parsed(args, { channel: flag, rollout: flag });
  if (positionals.length === 0) throw new WrongUse('release add takes files');
  const missing = positionals.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Failed(`there is no file ${missing}`);
  const channel = values['channel'] === undefined ? null : channelOf(values['channel']);
  const rollout = numberOf(values['rollout'] ?? '0', '--rollout', 100);
  const lines: string[] = [];
  for (const path of positionals.toSorted(wholeFirst)) {
    const file = await releases.incoming();
    await copyFile(path, file);
    const { manifest, base } = await releases.add({ file, channel, rollout }, null);
    const { product, version, sequence, target } = manifest;
    const delta = base === 0 ? '' : `, delta from ${base}`;
    lines.push(`${product} ${version} (${sequence}) ${target}${delta}`);
  }
  const note = rollout === 0 ? '; nobody is offered it yet: felt-core release rollout BUILD N' : '';
  return `${lines.join('\n')}\nadded${note}`;
};

/** Every product's build of that number: they were built together. */
const changeBuild = async (
  releases: Releases,
  text: string | undefined,
  change: Parameters<Releases['change']>[1],
): Promise<string> => {
  const sequence = numberOf(text, 'a build', 999_999_999);
  const own = (await releases.all()).items.filter((one) => one.sequence === sequence);
  if (own.length === 0) throw new Failed(`there is no build ${sequence}`);
  for (const { product } of own) await releases.change({ product, sequence }, change, null);
  const items = (await releases.all()).items.filter((one) => one.sequence === sequence);
  return items.map(lineText).join('\n');
};

const relistAll = async (releases: Releases, path: string | undefined): Promise<string> => {
  if (path === undefined) throw new WrongUse('release keys takes the list that the roots signed');
  const halted = await releases.takeKeys(keysIn(path), null);
  return halted.length === 0 ? 'taken' : `taken; halted: ${halted.join(', ')}`;
};

type Verb = (releases: Releases, rest: readonly string[]) => Promise<string>;

const VERBS = {
  add: addAll,
  list: async (releases) => {
    const { items } = await releases.all();
    return items.length === 0 ? 'there is no release yet' : items.map(lineText).join('\n');
  },
  rollout: (releases, [build, percent]) =>
    changeBuild(releases, build, { rollout: numberOf(percent, 'a roll-out', 100) }),
  channel: (releases, [build, name]) => changeBuild(releases, build, { channel: channelOf(name) }),
  halt: (releases, [build]) => changeBuild(releases, build, { halted: true }),
  resume: (releases, [build]) => changeBuild(releases, build, { halted: false }),
  keys: (releases, [file]) => relistAll(releases, file),
} as const satisfies { readonly [verb: string]: Verb };

const isVerb = (verb: string): verb is keyof typeof VERBS => Object.hasOwn(VERBS, verb);

/** `felt-core release …`, beside a core that may be running. */
export const releaseCommand = (
  config: Config,
  [verb, ...rest]: readonly string[],
): Promise<number> => {
  if (verb === undefined) throw new WrongUse(USES);
  if (!isVerb(verb)) throw new WrongUse(`there is no "release ${verb}"`);
  const folder = join(config.dataFolder, 'releases');
  const roots = rootsFrom(config.rootKeysFile);
  return withDatabase(config, async ({ platform }) => {
    const releases = createReleases({ platform, folder, roots, now: Date.now });
    try {
      return say(await VERBS[verb](releases, rest));
    } catch (error) {
      if (error instanceof ReleaseRefused) throw new Failed(`${error.code}: ${error.message}`);
      throw error;
    }
  });
};
