import type { Language } from '../../kernel/language.ts';
import type { Now } from '../../kernel/time.ts';
import type { Theme, View } from './commands.ts';

type Made<Type extends string, Data> = { readonly type: Type; readonly data: Data };

/** A view for so many seconds. */
export type Turn = { readonly view: View; readonly seconds: number };

export type DisplayEvent =
  | Made<
      'display.named',
      { readonly nodeId: string; readonly name: string; readonly group: string }
    >
  | Made<
      'display.assigned',
      {
        readonly nodeId: string;
        /** Null: unassigned, unless the view is the lobby. */
        readonly tournamentId: string | null;
        readonly view: View;
        readonly theme: Theme;
      }
    >
  | Made<'display.removed', { readonly nodeId: string }>
  /** Somebody read its code off it; without this a screen is only there while it is connected. */
  | Made<'display.claimed', { readonly nodeId: string }>
  | Made<
      'display.configured',
      {
        readonly nodeId: string;
        /** Null: the venue's. */
        readonly language: Language | null;
        /** Overrides pass it by; a running one ends on it. */
        readonly locked: boolean;
        readonly sound: boolean;
      }
    >
  | Made<
      'playlist.changed',
      { readonly nodeId: string; readonly cycle: readonly Turn[]; readonly onBust: Turn | null }
    >
  | Made<
      'override.started',
      {
        readonly overrideId: string;
        /** The screens that it was for, at that moment. */
        readonly nodeIds: readonly string[];
        readonly view: View;
        /** Null: each screen's own. */
        readonly tournamentId: string | null;
        /** When it ends by itself; null: never. */
        readonly until: Now | null;
      }
    >
  | Made<'override.ended', { readonly nodeIds: readonly string[] }>
  | Made<
      'announcement.made',
      {
        readonly announcementId: string;
        readonly text: string;
        readonly seconds: number;
        readonly until: Now;
        readonly sound: boolean;
        readonly phones: boolean;
        /** Each null: no matter which. */
        readonly nodeIds: readonly string[] | null;
        readonly group: string | null;
        readonly tournamentId: string | null;
      }
    >
  | Made<'announcement.ended', { readonly announcementId: string }>;

export type AnnouncementMade = Extract<DisplayEvent, { type: 'announcement.made' }>['data'];
