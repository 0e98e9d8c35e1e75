import type { Language } from '../../kernel/language.ts';
import type { Now } from '../../kernel/time.ts';
import type { Theme, View } from './commands.ts';
import type { AnnouncementMade, Turn } from './events.ts';

/** All screens of the venue are in this one stream. */
export const DISPLAYS_STREAM = 'displays:main';

export type Override = {
  readonly id: string;
  readonly view: View;
  /** Null: the screen's own. */
  readonly tournamentId: string | null;
  /** Null: until somebody ends it. */
  readonly until: Now | null;
};

/** A screen that somebody named or gave something to show; others are known only while they run. */
export type Display = {
  readonly nodeId: string;
  readonly name: string;
  readonly group: string;
  /** Null: unassigned, unless the view is the lobby. */
  readonly tournamentId: string | null;
  readonly view: View;
  readonly theme: Theme;
  /** Null: the venue's. */
  readonly language: Language | null;
  /** Overrides pass it by. */
  readonly locked: boolean;
  /** It may make sounds. */
  readonly sound: boolean;
  /** Views one after the other; none: just `view`. */
  readonly cycle: readonly Turn[];
  readonly onBust: Turn | null;
  readonly override: Override | null;
};

/** The venue's screens by node id, in one stream, and what is announced on them now. */
export type State = {
  readonly displays: Record<string, Display>;
  /** By id, oldest first; over ones are gone. */
  readonly announcements: Record<string, AnnouncementMade>;
};

export const initial = (): State => ({ displays: {}, announcements: {} });

/** A screen as it is before anybody touched it. */
export const fresh = (nodeId: string): Display => ({
  nodeId,
  name: '',
  group: '',
  tournamentId: null,
  view: 'clock',
  theme: 'dark',
  language: null,
  locked: false,
  sound: false,
  cycle: [],
  onBust: null,
  override: null,
});

/** Ids come from addresses that anybody types: `constructor` is no screen that is known. */
export const isKnown = (state: State, nodeId: string): boolean =>
  Object.hasOwn(state.displays, nodeId);

export const displayOf = (state: State, nodeId: string): Display =>
  (isKnown(state, nodeId) ? state.displays[nodeId] : undefined) ?? fresh(nodeId);

/**
 * ms until a moment: by the clock since boot as long as nobody rebooted, because the wall clock may
 * jump meanwhile; below 0 once it is over.
 */
export const msLeft = (until: Now, now: Now): number =>
  until.bootId === now.bootId ? until.bootMs - now.bootMs : until.wallMs - now.wallMs;

/** The moment so many seconds from now. */
export const inSeconds = (now: Now, seconds: number): Now => ({
  wallMs: now.wallMs + seconds * 1_000,
  bootMs: now.bootMs + seconds * 1_000,
  bootId: now.bootId,
});
