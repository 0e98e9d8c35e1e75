import { HOUR, MINUTE } from '../../kernel/time.ts';
import type { BackupPlace, PlaceState } from '../../server/backup.ts';
import type { LeafLink } from '../cloud/link.ts';
import type { Found } from './places.ts';
import { CoreRefused, readSent, sendToCore } from './to-core.ts';

const FIRST_AGAIN_MS = MINUTE;
const LAST_AGAIN_MS = HOUR;

const STATES: Readonly<Record<string, PlaceState>> = { TOO_LARGE: 'tooLarge', TIME: 'clock' };

const stateOf = (error: unknown): PlaceState =>
  error instanceof CoreRefused && error.code !== 'CORE_UNREACHABLE'
    ? (STATES[error.code] ?? 'failed')
    : 'unreachable';

/** The core that this leaf belongs to, as a place for copies: it cannot read them. */
export const createCorePlace = ({
  dataFolder,
  link,
  clocks,
}: {
  readonly dataFolder: string;
  /** Null while this leaf belongs to no core. */
  readonly link: () => LeafLink | null;
  readonly clocks: () => { readonly wallMs: number; readonly bootMs: number };
}) => {
  const ending = new AbortController();
  let state: PlaceState = 'waiting';
  let reason: string | null = null;
  let isBusy = false;
  let tried: { readonly name: string; readonly times: number; readonly nextMs: number } | null =
    null;
  let working: Promise<void> = Promise.resolve();

  const send = async (to: LeafLink, backup: Found): Promise<void> => {
    const { wallMs, bootMs } = clocks();
    try {
      await sendToCore(to, backup, { dataFolder, nowMs: wallMs, signal: ending.signal });
      [state, reason, tried] = ['ok', null, null];
    } catch (error) {
      const times = tried?.name === backup.name ? tried.times + 1 : 1;
      const againMs = Math.min(LAST_AGAIN_MS, FIRST_AGAIN_MS * 2 ** (times - 1));
      tried = { name: backup.name, times, nextMs: bootMs + againMs };
      state = stateOf(error);
      reason = state === 'failed' && error instanceof Error ? error.message : null;
    } finally {
      isBusy = false;
    }
  };

  return {
    /** Sends the newest backup where the core has not confirmed it. */
    look: (backup: Found | null): Promise<void> => {
      const to = link();
      if (isBusy) return working;
      if (to === null || backup === null) return Promise.resolve();
      const sent = readSent(dataFolder);
      if (sent?.core === to.core.url && sent.name === backup.name) {
        [state, reason] = ['ok', null];
        return Promise.resolve();
      }
      if (tried?.name === backup.name && clocks().bootMs < tried.nextMs) return Promise.resolve();
      isBusy = true;
      working = send(to, backup);
      return working;
    },
    status: (): BackupPlace | null => {
      const to = link();
      if (to === null) return null;
      const found = readSent(dataFolder);
      const sent = found?.core === to.core.url ? found : null;
      const own = { kind: 'core', where: to.core.url, state, reason } as const;
      if (sent === null) return { ...own, newest: null, seenAt: null };
      return { ...own, newest: sent.name, seenAt: new Date(sent.at).toISOString() };
    },
    stop: async (): Promise<void> => {
      ending.abort();
      await working;
    },
  };
};
