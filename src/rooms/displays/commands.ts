import * as v from 'valibot';
import { LANGUAGES } from '../../kernel/language.ts';
import { count, id, text } from '../../kernel/parse.ts';
import type { Now } from '../../kernel/time.ts';

/** What a screen can show (DSP-2); `unassigned` is what it shows while nobody gave it anything. */
export const VIEWS = [
  'clock',
  'rankings',
  'seating',
  'schedule',
  'prizePool',
  'finalTable',
  'movement',
  'lobby',
] as const;
export type View = (typeof VIEWS)[number];

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** More views than anybody waits for on one screen. */
const MOST_IN_CYCLE = 12;
/** What one order may name; more screens than any room has. */
const MOST_NAMED = 500;

const view = v.picklist(VIEWS);
const name = text(60);
const group = text(40);
/** Null: unassigned, unless the view is the lobby, which is nobody's. */
const tournamentId = v.nullable(id);

/** Any part of it; what is left out stays as it is. */
export const displayBody = v.strictObject({
  name: v.optional(name),
  group: v.optional(group),
  tournamentId: v.optional(tournamentId),
  view: v.optional(view),
  theme: v.optional(v.picklist(THEMES)),
  /** Null: the venue's. */
  language: v.optional(v.nullable(v.picklist(LANGUAGES))),
  /** Overrides pass it by. */
  locked: v.optional(v.boolean()),
  /** It may make sounds. */
  sound: v.optional(v.boolean()),
});

export const playlistBody = v.strictObject({
  /** One after the other, round and round; none: just the screen's view. */
  cycle: v.optional(
    v.pipe(v.array(v.strictObject({ view, seconds: count(600, 5) })), v.maxLength(MOST_IN_CYCLE)),
  ),
  /** Shown for a while when somebody goes out; null: nothing changes. */
  onBust: v.optional(v.nullable(v.strictObject({ view, seconds: count(120, 5) }))),
});

/** Which screens; neither of them: all. */
const target = {
  nodeIds: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(MOST_NAMED))),
  group: v.optional(text(40, 1)),
};
export const targetBody = v.strictObject(target);

export const overrideBody = v.strictObject({
  view,
  /** Null: each screen's own tournament. */
  tournamentId,
  /** Null: until somebody ends it. */
  seconds: v.nullable(count(86_400, 10)),
  ...target,
});

export const announceBody = v.strictObject({
  text: text(200, 1),
  seconds: count(600, 5),
  sound: v.boolean(),
  /** Also on the phones of those who follow the tournament, or any. */
  phones: v.boolean(),
  ...target,
  /** Only screens that show this tournament. */
  tournamentId: v.optional(id),
});

export const claimBody = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^\d{4}$/u, 'must be four digits')),
  name: v.optional(name),
  group: v.optional(group),
  tournamentId: v.optional(tournamentId),
  view: v.optional(view),
});

type Body<S extends v.GenericSchema> = v.InferOutput<S>;

export type Command =
  | ({ readonly type: 'set'; readonly nodeId: string } & Body<typeof displayBody>)
  /** Null: no screen shows the code any more. */
  | ({ readonly type: 'claim'; readonly nodeId: string | null } & Omit<
      Body<typeof claimBody>,
      'code'
    >)
  | ({ readonly type: 'setPlaylist'; readonly nodeId: string } & Body<typeof playlistBody>)
  | { readonly type: 'remove'; readonly nodeId: string }
  /** The tournament was taken back: nobody can show it any more. */
  | { readonly type: 'release'; readonly tournamentId: string }
  | ({ readonly type: 'override'; readonly overrideId: string; readonly now: Now } & Body<
      typeof overrideBody
    >)
  | ({ readonly type: 'endOverride' } & Body<typeof targetBody>)
  | { readonly type: 'overrideDue'; readonly overrideId: string; readonly now: Now }
  | ({ readonly type: 'announce'; readonly announcementId: string; readonly now: Now } & Body<
      typeof announceBody
    >)
  | { readonly type: 'endAnnouncement'; readonly announcementId: string }
  | { readonly type: 'announcementDue'; readonly announcementId: string; readonly now: Now };

export const REFUSALS = [
  'NOT_FOUND',
  'NO_SUCH_CODE',
  'TOO_MANY_DISPLAYS',
  'TOO_MANY_ANNOUNCEMENTS',
  'NO_DISPLAYS',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];
