import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { ApiError } from '../../server/errors.ts';
import { isOfTheFile } from '../../server/release/refusal.ts';
import { ROOT_KEYS } from '../../server/release/root-keys.ts';
import { createTurns } from '../../server/turns.ts';
import type { Now as NowAsked, Software } from '../../server/update.ts';
import { BUILD } from '../../server/version.ts';
import type { Clock } from '../clock.ts';
import { CLOCKS } from './by-hand.ts';
import { createFetching } from './fetching.ts';
import { DISK, replaceFile } from './files.ts';
import type { Judge } from './incoming.ts';
import type { Offered } from './offer.ts';
import { askCore, forgetReady, isTakenAway, readReady } from './offer.ts';
import { hourIn, isQuietNight, runningClocks } from './quiet.ts';
import { forgetRefused, offerMark, readRefused, sawRefused } from './refused-offer.ts';
import { readState } from './state.ts';
import { lastOf, previousOf, refusedOf, trialOf } from './told.ts';
import { askRoot } from './trial.ts';
import type { Situation } from './updates.ts';

const FIRST_LOOK_MS = MINUTE;
const LOOK_EVERY_MS = 6 * HOUR;
const WATCH_EVERY_MS = 5 * SECOND;
/** So long a core is waited for by whoever puts a release in. */
const ASK_FIRST_MS = 3 * SECOND;
/** Root answers within it, or was cut off. */
const ROOT_MS = 5 * MINUTE;

const planSchema = v.object({ sequence: v.number(), operatorId: v.string() });

type Link = { readonly core: string; readonly venueId: string };

type Deps = {
  readonly updates: Situation;
  readonly house: {
    readonly handle: Pick<Handle, 'look' | 'onCommitted'>;
    readonly log: Pick<Log, 'select'>;
  };
  readonly clock: Clock;
  /** The core and the venue's id there; null: this leaf belongs to none. */
  readonly link: () => Link | null;
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

  const nowMs = () => clock.now().wallMs;
  const fetching = createFetching({ places, staging, judge, nowMs, signal: ending.signal });

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

  /** What the core has. @param isLast what is ready is about to be put in. */
  const hear = async ({ core, venueId }: Link, isLast = false): Promise<Offered | null> => {
    const offer = await askCore(core, judge(), venueId);
    const here = ready();
    if (here !== null && isTakenAway(here, offer, isLast) && !isGoing()) forgetReady(staging);
    return offer;
  };

  /** Once more, just before it is put in; a core that is away is waited for no longer than that. */
  const hearAgain = async (): Promise<void> => {
    const from = link();
    if (from === null) return;
    await Promise.race([hear(from, true).catch(() => null), Bun.sleep(ASK_FIRST_MS)]);
    if (ready() === null) void inTurn(() => look(false)).catch(failed);
  };

  /** @param isAsked somebody wants it to be tried again, whatever came of it before. */
  const look = async (isAsked: boolean): Promise<void> => {
    const from = link();
    if (!isManaged || from === null) return;
    try {
      const offer = await hear(from);
      problem = null;
      if (offer === null || offer.sequence === ready()?.sequence) return;
      const isKnown = readRefused(staging)?.mark === offerMark(offer, judge());
      if (isAsked || !isKnown) problem = await fetching.fetchOffer(from.core, offer);
    } catch (error) {
      if (!ending.signal.aborted) problem = wordsOf(error);
    } finally {
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

  /** What root does not take for what was checked here is fetched anew: it was changed since. */
  const forgetSpoilt = (): void => {
    const { AT, STATE, REASON, REFUSED } = readState(places);
    if (asked?.what !== 'apply' || AT === asked.stateAt || STATE !== 'idle') return;
    asked = null;
    if (REFUSED === ready()?.sequence && isOfTheFile(REASON)) forgetReady(staging);
  };

  /** What was put off, where now is the moment; else null. */
  const due = async () => {
    const { bootMs, wallMs } = clock.now();
    if ((await runningClocks(house)).length > 0) stillSinceMs = bootMs;
    const planned = plan();
    if (planned === null || ready()?.sequence !== planned.sequence || isGoing()) return null;
    const hour = hourIn(timezone() ?? 'UTC', wallMs);
    return isQuietNight({ stillMs: bootMs - stillSinceMs, hour }) ? planned : null;
  };

  /** What was put off until nobody is disturbed. */
  const watch = async (): Promise<void> => {
    forgetSpoilt();
    if ((await due()) === null) return;
    // Since it was fetched it may have been halted.
    await hearAgain();
    const planned = await due();
    if (planned === null) return;
    rmSync(staging.plan, { force: true });
    askFor('apply', planned.sequence, planned.operatorId);
  };

  const offerNow = () => {
    const { STATE, TO } = readState(places);
    const failedHere = (sequence: number) => STATE === 'rolledback' && TO === sequence;
    const coming = fetching.coming();
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
    if (fetching.coming() !== null) return 'downloading';
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
        refused: isManaged ? refusedOf(updates) : null,
        ...{ lookedAt: lookedAtMs === null ? null : isoOf(lookedAtMs), problem },
      };
    },
    look: () => inTurn(() => look(true)),
    updateNow: async (now) => {
      readyOrRefuse();
      await hearAgain();
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
      if (!isManaged) return;
      replaceFile(DISK, staging.seen, String(readState(places).AT), 0o600);
      sawRefused(staging);
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
    lookByItself: () => inTurn(() => look(false)),
    /** For whoever updates by hand, as root. */
    control: { [CLOCKS]: async () => ({ clocks: await runningClocks(house) }) },
    start: (): void => {
      if (!isManaged) return;
      const left = readReady(staging);
      if (left !== null && left.sequence <= trust.own.sequence) forgetReady(staging);
      const known = readRefused(staging);
      if (known !== null && known.sequence <= trust.own.sequence) forgetRefused(staging);
      const lookNow = () => void inTurn(() => look(false)).catch(failed);
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
