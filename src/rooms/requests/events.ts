import type { Json } from '../../kernel/parse.ts';

type Made<Type extends string, Data> = { readonly type: Type; readonly data: Data };

/** Why an operator lets somebody not in: closed words, which the core tells in the player's language. */
export const REASONS = ['full', 'tooLate', 'notEligible', 'duplicate', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** Whom and what an order is about. Nothing personal: ids only (GDP-1). */
export type About = {
  readonly playerId: string | null;
  readonly tournamentId: string | null;
  readonly registrationId: string | null;
};

/** A field that the leaf had changed without the core knowing. */
export type Conflict = {
  readonly field: string;
  /** Of settings; what a profile says stays in the player's own history. */
  readonly values: { readonly ours: Json; readonly theirs: Json } | null;
};

/** How far an order of several fields could be followed. */
type Followed = {
  /** Fields that this build does not know. */
  readonly ignored: readonly string[];
};

/** Which side of a conflict stands. */
export type Side = 'ours' | 'theirs';

/** What the core asked for and what became of it: the leaf's answer, which goes up with the log. */
export type RequestEvent =
  /** The next order of the core's; what is decided about it at once follows in the same commit. */
  | Made<
      'request.received',
      {
        readonly orderId: string;
        /** As the core knows this house; a leaf that joins another one begins anew. */
        readonly venueId: string;
        /** Of the core's orders for this venue, without gaps. */
        readonly seq: number;
        readonly kind: string;
        readonly about: About;
      }
    >
  | Made<'request.applied', Followed & { readonly orderId: string }>
  | Made<
      'request.conflicted',
      Followed & {
        readonly orderId: string;
        readonly conflicts: readonly Conflict[];
        /** Which side stands until an operator has looked. */
        readonly stands: Side;
        /** Of the event in the player's stream whose history has both values; null for settings. */
        readonly version: number | null;
      }
    >
  /** An operator looked at the conflict. */
  | Made<'request.settled', { readonly orderId: string; readonly side: Side }>
  /** A registration became an entry. */
  | Made<'request.accepted', { readonly orderId: string; readonly entryId: string }>
  | Made<'request.refused', { readonly orderId: string; readonly code: string }>
  /** This build does not understand it; the core sends it again after an update. */
  | Made<'request.unknown', { readonly orderId: string }>
  | Made<`request.${Undoable}.undone`, { readonly eventId: string; readonly orderId: string }>;

export const UNDOABLE = ['settled', 'accepted', 'refused'] as const;
export type Undoable = (typeof UNDOABLE)[number];
