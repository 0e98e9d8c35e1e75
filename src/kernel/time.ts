/**
 * A moment as the leaf's clock port tells it. Boards without a battery clock boot with a wrong wall
 * clock and jump when the network tells the time, so running clocks stand on `bootMs`.
 */
export type Now = {
  /** ms since the epoch: for labels and times of day. */
  readonly wallMs: number;
  /** ms since boot, sleep included (CLOCK_BOOTTIME): never jumps within one `bootId`. */
  readonly bootMs: number;
  readonly bootId: string;
};

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** `1:02:03` or `12:47`; counts up to the next full second, so that 0:00 is the end and not before. */
export const clockText = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const pad = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
};
