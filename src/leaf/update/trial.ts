import { readFileSync, rmSync } from 'node:fs';
import { SECOND } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import { BUILD } from '../../server/version.ts';
import { forgetBefore } from './before.ts';
import { DISK, replaceFile } from './files.ts';
import { BY_HAND } from './go-back.ts';
import type { Staging } from './places.ts';
import type { UpdateRequest } from './request.ts';
import { linesText, readState } from './state.ts';
import type { Situation } from './updates.ts';

/** How often a release on trial looks whether it has proved itself, at most. */
const LOOK_EVERY_MS = 5 * SECOND;
/** What a release on trial may take to be well for long enough, in times of that. */
const MOST_TIMES = 6;
/** Root may have been cut off with what it was asked. */
const ASK_AGAIN_MS = 30 * SECOND;

/** Asks root, who watches this file. */
export const askRoot = ({ request }: Pick<Staging, 'request'>, asked: UpdateRequest): void =>
  replaceFile(DISK, request, linesText(asked), 0o600);

const textAt = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

/**
 * Says in the log that another release serves, once: the file remembers for good, the log's record of
 * causes for as long as the file may be behind.
 */
export const tellSwitch = async (
  { standing: { kind, state }, staging }: Pick<Situation, 'standing' | 'staging'>,
  handle: Pick<Handle, 'execute'>,
): Promise<void> => {
  const { AT, FROM_VERSION, TO_VERSION, REASON } = state;
  if ((kind !== 'trial' && kind !== 'back') || Number(textAt(staging.told)) === AT) return;
  const [from, to] = kind === 'trial' ? [FROM_VERSION, TO_VERSION] : [TO_VERSION, FROM_VERSION];
  const reason = kind === 'trial' ? null : REASON;
  const command = { type: 'noteSoftware', from, to, reason };
  const isWanted = reason === null || reason === BY_HAND;
  const by = (isWanted ? textAt(staging.asker) : null) ?? 'system';
  await handle.execute({
    ...{ stream: VENUE, command, by, device: null, cause: `update:${kind}:${AT}` },
  });
  replaceFile(DISK, staging.told, String(AT), 0o600);
  rmSync(staging.asker, { force: true });
};

/**
 * Has a release on trial confirmed once it was well for long enough, and clears away what was kept for
 * the way back; one that does not become well has itself taken back. Answers how to stop.
 */
export const watchTrial = (
  { places, staging, standing, settings }: Situation,
  { isWell, failed }: { isWell: () => Promise<boolean>; failed: (error: unknown) => void },
): (() => void) => {
  if (standing.kind !== 'trial') return () => undefined;
  const startedAtMs = performance.now();
  let wellSinceMs = startedAtMs;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  const look = async (): Promise<void> => {
    const { STATE, TO } = readState(places);
    if (STATE !== 'trial') {
      clearInterval(timer);
      if (STATE !== 'idle' || TO !== BUILD.sequence) return;
      forgetBefore(staging);
      for (const path of [staging.ready, staging.offer, staging.plan])
        rmSync(path, { force: true });
      return;
    }
    const nowMs = performance.now();
    if (!(await isWell())) wellSinceMs = nowMs;
    const isProved = nowMs - wellSinceMs >= settings.confirmMs;
    const isOver = !isProved && nowMs - startedAtMs >= MOST_TIMES * settings.confirmMs;
    if (!(isProved || isOver) || nowMs - askedAtMs < ASK_AGAIN_MS) return;
    askedAtMs = nowMs;
    askRoot(staging, { DO: isProved ? 'confirm' : 'giveUp', SEQUENCE: BUILD.sequence });
  };

  const timer = setInterval(
    () => void look().catch(failed),
    Math.min(LOOK_EVERY_MS, settings.confirmMs),
  );
  return () => clearInterval(timer);
};
