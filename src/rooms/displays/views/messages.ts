import type { Language } from '../../../kernel/language.ts';
import type { Now } from '../../../kernel/time.ts';
import { SECOND } from '../../../kernel/time.ts';
import type { Theme, View } from '../commands.ts';
import type { AnnouncementMade, Turn } from '../events.ts';
import type { Display } from '../state.ts';
import { msLeft } from '../state.ts';
import type { Shown } from './shown.ts';

/** What a screen has to know of the house. */
export type House = {
  readonly name: string;
  readonly language: Language;
  /** IANA name, for times of day; empty before the venue is set up. */
  readonly timezone: string;
  /** Colours in place of the theme's, as `#rrggbb`. */
  readonly accent: string | null;
  readonly background: string | null;
  /** Path of the picture that stands for the venue. */
  readonly logo: string | null;
  /** Where players' phones find a tournament's page (ACC-5); null: where the screen came from. */
  readonly playerUrl: string | null;
  readonly wifi: { readonly ssid: string; readonly password: string } | null;
};

/**
 * What a screen is told to show (DSP-1): `view`, or `cycle` where that is not empty. Override, lock and
 * the rule of the one clock are worked into it already.
 */
export type AssignMessage = {
  readonly type: 'assign';
  readonly nodeId: string;
  /** Four digits by which the floor claims it; null once it is known. */
  readonly code: string | null;
  readonly view: View | 'unassigned';
  readonly tournamentId: string | null;
  readonly theme: Theme;
  readonly config: {
    readonly name: string;
    readonly group: string;
    readonly venue: string;
    readonly language: Language;
    /** It may make sounds. */
    readonly sound: boolean;
  } & Omit<House, 'name' | 'language'>;
  readonly cycle: readonly Turn[];
  /** Shown for a while on the signal 'bust'. */
  readonly onBust: Turn | null;
};

export const assignMessage = (
  { nodeId, name, group, theme, language, sound }: Display,
  { view, tournamentId, cycle, onBust }: Shown,
  code: string | null,
  house: House,
): AssignMessage => ({
  ...{ type: 'assign', nodeId, code, view, tournamentId, theme },
  config: {
    ...{ name, group, venue: house.name, language: language ?? house.language, sound },
    ...{ timezone: house.timezone, accent: house.accent },
    ...{ background: house.background, logo: house.logo },
    // A screen that nobody gave anything to show may be anybody's: it hears nothing of the Wi-Fi.
    ...(view === 'unassigned'
      ? { playerUrl: null, wifi: null }
      : { playerUrl: house.playerUrl, wifi: house.wifi }),
  },
  ...{ cycle, onBust },
});

export const SIGNALS = ['start', 'level', 'break', 'warning', 'bust', 'end'] as const;
export type Signal = (typeof SIGNALS)[number];

/**
 * Something happened, told at its commit and never again: the only cause of a sound, a flash or a view
 * on a bust (CLK-3, DSP-6).
 */
export type SignalMessage = {
  readonly type: 'signal';
  readonly tournamentId: string;
  readonly signal: Signal;
  /** Of a warning: what is left in the level. */
  readonly seconds?: number;
  /** Wall clock of the event: a label. */
  readonly ts: number;
};

/** Words over whatever a screen or a phone shows (DSP-10). */
export type AnnounceMessage = {
  readonly type: 'announce';
  readonly id: string;
  readonly text: string;
  /** What is left of its time. */
  readonly seconds: number;
  readonly sound: boolean;
};
/** Taken down again, or over. */
export type AnnounceEndMessage = { readonly type: 'announceEnd'; readonly id: string };

/** Null once its time is over. */
export const announceMessage = (
  { announcementId, text, seconds, until, sound }: AnnouncementMade,
  now: Now,
): AnnounceMessage | null => {
  const left = Math.ceil(msLeft(until, now) / SECOND);
  if (left <= 0) return null;
  return { type: 'announce', id: announcementId, text, seconds: Math.min(left, seconds), sound };
};

export type RebootMessage = { readonly type: 'reboot' };
/** Plays a test tone, so that the floor hears whether the screen can be heard (DSP-12). */
export type ToneMessage = { readonly type: 'tone' };
