import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { ApiError } from '../../server/errors.ts';
import { ROOT_KEYS } from '../../server/release/root-keys.ts';
import { createTurns } from '../../server/turns.ts';
import type { Now as NowAsked, Software } from '../../server/update.ts';
import { BUILD } from '../../server/version.ts';
import type { Clock } from '../clock.ts';
import { download } from './download.ts';
import { DISK, replaceFile } from './files.ts';
import type { Judge } from './incoming.ts';
import type { Offered } from './offer.ts';
import { askCore, clearParts, forgetReady, makeReady, readReady } from './offer.ts';
import { hourIn, isQuietNight, runningClocks } from './quiet.ts';
import { readState } from './state.ts';
import { lastOf, previousOf, trialOf } from './told.ts';
import { askRoot } from './trial.ts';
import type { Situation } from './updates.ts';

const FIRST_LOOK_MS = MINUTE;
const LOOK_EVERY_MS = 6 * HOUR;
const WATCH_EVERY_MS = 5 * SECOND;
/** Root answers within it, or was cut off. */
const ROOT_MS = 5 * MINUTE;

const planSchema = v.object({ sequence: v.number(), operatorId: v.string() });

type Deps = {
  readonly updates: Situation;
  readonly house: {
    readonly handle: Pick<Handle, 'look' | 'onCommitted'>;
    readonly log: Pick<Log, 'select'>;
  };
  readonly clock: Clock;
  /** The core and the venue's id there; null: this leaf belongs to none. */
  readonly link: () => { readonly core: string; readonly venueId: string } | null;
  readonly timezone: () => string | null;
  /** Which build this is, and whom it trusts; those compiled in, unless a test brings others. */
  readonly trust?: Pick<Judge, 'own' | 'roots'>;
  readonly failed: (error: unknown) => void;
};

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
const isoOf = (ms: number): string => new Date(ms).toISOString();

/**
 * The leaf's part of updates: looks for a newer release, fetches and checks it, waits for an operator's
 * word or a quiet night, then asks root. It can write no executable itself.
 */
export const createSoftware = ({
  updates,
  house,
  clock,
  link,
  timezone,
  trust = { own: BUILD, roots: ROOT_KEYS },
  failed,
}: Deps) => {
  const { places, staging, settings, standing } = updates;
  const isManaged = standing.kind !== 'none';
  const inTurn = createTurns();
  const ending = new AbortController();
  let coming: { readonly offer: Offered; here: number } | null = null;
  let lookedAtMs: number | null = null;
  let problem: string | null = null;
  /** What root was asked, and did not answer yet: its answer is another moment in the state. */
  let asked: {
    readonly what: 'apply' | 'rollback';
    readonly bootMs: number;
    readonly stateAt: number;
  } | null = null;
  let stillSinceMs = clock.now().bootMs;

  const judge = (): Judge => ({
    ...{ ...trust, channel: settings.channel },
    nowMs: clock.isSynchronised() ? clock.now().wallMs : null,
  });

  const ready = () => {
    const found = readReady(staging);
    return found !== null && found.sequence > trust.own.sequence && existsSync(staging.ready)
      ? found
      : null;
  };

  const plan = (): v.InferOutput<typeof planSchema> | null => {
    try {
      return v.parse(planSchema, JSON.parse(readFileSync(staging.plan, 'utf8')));
    } catch {
      return null;
    }
  };

  const isGoing = (): boolean => {
    if (existsSync(staging.request)) return true;
    if (asked === null || clock.now().bootMs - asked.bootMs > ROOT_MS) return false;
    return readState(places).AT === asked.stateAt;
  };

  const askFor = (what: 'apply' | 'rollback', sequence: number, operatorId: string): void => {
    replaceFile(DISK, staging.asker, operatorId, 0o600);
    asked = { what, bootMs: clock.now().bootMs, stateAt: readState(places).AT };
    askRoot(staging, { DO: what, SEQUENCE: sequence });
  };

  /** Fetches what is offered, the smaller one first, and checks it. */
  const fetchOffer = async (core: string, offer: Offered): Promise<void> => {
    for (const part of [offer.delta, offer]) {
      if (part === undefined) continue;
      const to = join(staging.folder, `${offer.sequence}-${part.size}.part`);
      clearParts(staging, basename(to));
      coming = { offer, here: 0 };
      const progressed = (here: number) => {
        coming = { offer, here: Math.round((here / part.size) * offer.size) };
      };
      const url = new URL(part.url, core).href;
      await download({ url, to, size: part.size, signal: ending.signal, progressed });
      const now = clock.now().wallMs;
      const found = await makeReady(staging, to, readState(places), judge(), now);
      if (!('ok' in found)) return;
      rmSync(to, { force: true });
      problem = found.message;
    }
  };

  const look = async (): Promise<void> => {
    const from = link();
    if (!isManaged || from === null) return;
    try {
      const offer = await askCore(from.core, judge(), from.venueId);
      problem = null;
      if (offer !== null && offer.sequence !== ready()?.sequence)
        await fetchOffer(from.core, offer);
    } catch (error) {
      if (!ending.signal.aborted) problem = wordsOf(error);
    } finally {
      coming = null;
      lookedAtMs = clock.now().wallMs;
    }
  };

  const readyOrRefuse = () => {
    const found = ready();
    if (found === null)
      throw new ApiError('NO_UPDATE', 'There is no release that could be put in.');
    if (isGoing() || readState(places).STATE === 'trial') {
      throw new ApiError('UPDATE_GOING', 'Another release is being put in, or on trial.');
    }
    return found;
  };

  const refuseOverClocks = async ({ despiteClocks }: NowAsked): Promise<void> => {
    const clocks = despiteClocks ? [] : await runningClocks(house);
    if (clocks.length === 0) return;
    throw new ApiError('CLOCKS_RUN', 'A clock runs: wait for the night to end, or say so.', {
      clocks: [...clocks],
    });
  };

  /** What was put off until nobody is disturbed. */
  const watch = async (): Promise<void> => {
    const { bootMs, wallMs } = clock.now();
    if ((await runningClocks(house)).length > 0) stillSinceMs = bootMs;
    const planned = plan();
    const found = planned === null ? null : ready();
    if (planned === null || found?.sequence !== planned.sequence || isGoing()) return;
    const hour = hourIn(timezone() ?? 'UTC', wallMs);
    if (!isQuietNight({ stillMs: bootMs - stillSinceMs, hour })) return;
    rmSync(staging.plan, { force: true });
    askFor('apply', found.sequence, planned.operatorId);
  };

  const offerNow = () => {
    const { STATE, TO } = readState(places);
    const failedHere = (sequence: number) => STATE === 'rolledback' && TO === sequence;
    if (coming !== null) {
      const { offer, here } = coming;
      const { sequence, version, notes, size } = offer;
      return { sequence, version, notes, size, here, failedHere: failedHere(sequence) };
    }
    const found = ready();
    if (found === null) return null;
    const { sequence, version, notes, size } = found;
    return { sequence, version, notes, size, here: size, failedHere: failedHere(sequence) };
  };

  const stateNow = (offer: ReturnType<typeof offerNow>) => {
    if (!isManaged) return 'unmanaged';
    if (isGoing()) return 'updating';
    if (readState(places).STATE === 'trial') return 'trial';
    if (coming !== null) return 'downloading';
    if (offer === null) return 'current';
    return plan()?.sequence === offer.sequence ? 'waiting' : 'ready';
  };

  const doors: Software = {
    status: async () => {
      const offer = isManaged ? offerNow() : null;
      const { version, sequence, commit } = trust.own;
      return {
        ...{ state: stateNow(offer), running: { version, sequence, commit }, offer },
        goingBack: isGoing() && asked?.what === 'rollback',
        clocks: [...(await runningClocks(house))],
        trial: trialOf(updates),
        last: isManaged ? lastOf(updates) : null,
        previous: isManaged ? previousOf(updates) : null,
        ...{ lookedAt: lookedAtMs === null ? null : isoOf(lookedAtMs), problem },
      };
    },
    look: () => inTurn(look),
    updateNow: async (now) => {
      const { sequence } = readyOrRefuse();
      await refuseOverClocks(now);
      rmSync(staging.plan, { force: true });
      askFor('apply', sequence, now.operatorId);
    },
    updateTonight: async ({ operatorId }) => {
      const { sequence } = readyOrRefuse();
      replaceFile(DISK, staging.plan, JSON.stringify({ sequence, operatorId }), 0o600);
    },
    cancel: async () => rmSync(staging.plan, { force: true }),
    goBack: async (now) => {
      if (!isManaged || previousOf(updates) === null) {
        throw new ApiError('NO_PREVIOUS', 'There is no release to go back to.');
      }
      if (isGoing()) throw new ApiError('UPDATE_GOING', 'Another release is being put in.');
      await refuseOverClocks(now);
      askFor('rollback', trust.own.sequence, now.operatorId);
    },
    seen: async () => {
      if (isManaged) replaceFile(DISK, staging.seen, String(readState(places).AT), 0o600);
    },
  };

  const timers: ReturnType<typeof setInterval>[] = [];
  const unlisten = house.handle.onCommitted(() => {
    stillSinceMs = clock.now().bootMs;
  });

  return {
    ...doors,
    /** Gives what time asks for now, without waiting for a timer. */
    tick: watch,
    start: (): void => {
      if (!isManaged) return;
      const left = readReady(staging);
      if (left !== null && left.sequence <= trust.own.sequence) forgetReady(staging);
      const lookNow = () => void inTurn(look).catch(failed);
      timers.push(setTimeout(lookNow, FIRST_LOOK_MS), setInterval(lookNow, LOOK_EVERY_MS));
      timers.push(setInterval(() => void watch().catch(failed), WATCH_EVERY_MS));
    },
    stop: async (): Promise<void> => {
      ending.abort();
      for (const timer of timers) clearInterval(timer);
      unlisten();
      await inTurn(async () => undefined);
    },
  };
};
