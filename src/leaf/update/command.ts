import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failed, WrongUse } from '../../server/failed.ts';
import { say } from '../../server/program.ts';
import { workAlone } from '../../server/release/alone.ts';
import { ROOT_KEYS } from '../../server/release/root-keys.ts';
import { BUILD } from '../../server/version.ts';
import { openClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openStore } from '../store.ts';
import type { Outcome } from './apply.ts';
import { applyRelease } from './apply.ts';
import { leaveBefore } from './before.ts';
import { refuseOverClocks } from './by-hand.ts';
import { confirmRelease } from './confirm.ts';
import { coreOf } from './core-of.ts';
import { download } from './download.ts';
import { goBack, UNWELL } from './go-back.ts';
import type { Judge } from './incoming.ts';
import { linked } from './links.ts';
import { openMachine } from './machine.ts';
import { askCore } from './offer.ts';
import { pinned, placesOf, stagingIn, stagingOf } from './places.ts';
import { readRequest } from './request.ts';
import { readUpdateSettings } from './settings.ts';
import { readState } from './state.ts';

const depsOf = ({ dataFolder }: Pick<Config, 'dataFolder'>) => {
  const settings = readUpdateSettings(process.env);
  return {
    ...{ settings, places: placesOf(settings.releases), staging: stagingOf(dataFolder) },
    machine: openMachine(),
  };
};
type Deps = ReturnType<typeof depsOf>;

const judgeOf = ({ settings: { channel } }: Deps): Judge => {
  const clock = openClock();
  const nowMs = clock.isSynchronised() ? clock.now().wallMs : null;
  return { own: BUILD, roots: ROOT_KEYS, channel, nowMs };
};

const told = (outcome: Outcome, words: (version: string, sequence: number) => string): number => {
  if (!outcome.ok) throw new Failed(`${outcome.code}: ${outcome.message}`);
  console.log(words(outcome.version, outcome.to));
  return 0;
};

/** A release, or the one that came with the image where no other could be run (`rollback.sh`). */
const isInstalled = ({ places }: Deps): boolean => existsSync(places.current);

const mayWrite = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

const needsInstalled = (deps: Deps): void => {
  const { root } = deps.places;
  if (!isInstalled(deps)) {
    throw new Failed(`nothing is installed in ${root}: this leaf is not updated this way`);
  }
  if (!mayWrite(root)) throw new Failed(`this needs the rights of root: ${root} is not yours`);
};

const applied = async (deps: Deps, file: string, asked?: number): Promise<number> =>
  told(await applyRelease(deps, file, judgeOf(deps), asked), (version, sequence) => {
    const minutes = Math.round(deps.settings.confirmMs / 60_000);
    return `${version} (build ${sequence}) is on trial; confirmed when it was well for ${minutes} minutes`;
  });

const wentBack = async (
  deps: Deps,
  sequence: number,
  reason?: Parameters<typeof goBack>[3],
): Promise<number> =>
  told(await goBack(deps, sequence, BUILD.version, reason), (version) => `back on ${version}`);

/** Whatever lies there, it must not call root once more; what is no file is left under another name. */
const putAway = (request: string): void => {
  try {
    rmSync(request, { force: true });
  } catch {
    renameSync(request, `${request}-${randomUUID()}`);
  }
};

/** The folder is another user's: nothing is done through a link that leads elsewhere. */
const asRoot = (deps: Deps): Deps => {
  const { folder } = deps.staging;
  try {
    return { ...deps, staging: stagingIn(pinned(folder)) };
  } catch (error) {
    throw new Failed(`${folder} is no folder: start the leaf once, which makes it`, {
      cause: error,
    });
  }
};

/** What the leaf asked for, once: whatever becomes of it, it is not asked for any more. */
const doRequest = async (deps: Deps): Promise<number> => {
  const { request, ready } = deps.staging;
  const asked = readRequest(request);
  putAway(request);
  switch (asked?.DO) {
    case 'apply':
      return applied(deps, ready, asked.SEQUENCE);
    case 'confirm':
      return told(
        await confirmRelease(deps, asked.SEQUENCE),
        (version) => `${version} is confirmed`,
      );
    case 'rollback':
      return wentBack(deps, asked.SEQUENCE);
    case 'giveUp':
      return wentBack(deps, asked.SEQUENCE, UNWELL);
    default:
      throw new Failed('the leaf asks for nothing that can be done');
  }
};

/** In place of a leaf that does not run: leaves what it would have left as it ended. */
const prepare = async ({ staging }: Deps, { dataFolder }: Config): Promise<number> => {
  const log = await openStore(dataFolder);
  try {
    await leaveBefore(log, staging, { ...BUILD, nats: false });
  } finally {
    await log.close();
  }
  return 0;
};

const status = (deps: Deps): number => {
  const { STATE, FROM_VERSION, TO_VERSION, REASON } = readState(deps.places);
  const lines = [
    `running   ${BUILD.version} (build ${BUILD.sequence})`,
    `state     ${isInstalled(deps) ? STATE : 'not updated this way'}`,
    ...(TO_VERSION === '' ? [] : [`last      ${FROM_VERSION} to ${TO_VERSION}`]),
    ...(REASON === '' ? [] : [`because   ${REASON}`]),
  ];
  console.log(lines.join('\n'));
  return 0;
};

/**
 * From here on it is brought to its end: a line to the machine that breaks, or a Ctrl-C, must not leave
 * a venue without its leaf. SIGTERM ends it, as a power cut would.
 */
const begin = async ({ places }: Deps): Promise<void> => {
  await workAlone(places);
  process.on('SIGHUP', () => undefined).on('SIGINT', () => undefined);
};

/** The next release that the core has for this venue, as `update FILE` puts it in. */
const fromCore = async (
  deps: Deps,
  { dataFolder }: Config,
  mayBegin: () => Promise<void>,
): Promise<number> => {
  const core = coreOf(dataFolder);
  const offer = await askCore(core.url, judgeOf(deps), core.venueId);
  if (offer === null) return say(`nothing is newer than ${BUILD.version}`);
  const folder = await mkdtemp(join(tmpdir(), 'felt-update-'));
  try {
    const to = join(folder, 'release.felt');
    const url = new URL(offer.url, core.url).href;
    const signal = new AbortController().signal;
    await download({ url, to, size: offer.size, signal, progressed: () => undefined });
    await mayBegin();
    await begin(deps);
    return await applied(deps, to, offer.sequence);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * `felt-leaf update …`: the parts of an update that only root may do, and `do`, by which the leaf has
 * them done.
 * @throws Failed in one line with the code of what is wrong.
 */
export const update = async (config: Config, args: readonly string[]): Promise<number> => {
  const isNow = args.includes('--now');
  const [word, ...more] = args.filter((one) => one !== '--now');
  if (more.length > 0) throw new WrongUse(`update takes no "${more[0]}"`);
  const own = depsOf(config);
  if (word === 'status') return status(own);
  if (word === 'prepare') return prepare(own, config);
  needsInstalled(own);
  const deps = asRoot(own);
  if (word === 'do') {
    await begin(deps);
    return doRequest(deps);
  }
  const isFile = word !== undefined && word !== 'rollback';
  if (isFile && !existsSync(resolve(word))) throw new Failed(`there is no ${resolve(word)}`);
  const mayBegin = async () => {
    if (!isNow) await refuseOverClocks(config.dataFolder);
  };
  await mayBegin();
  // A clock may have been started while it was fetched.
  if (word === undefined) return fromCore(deps, config, mayBegin);
  await begin(deps);
  return isFile ? applied(deps, resolve(word)) : wentBack(deps, linked(deps.places.current) ?? 0);
};
