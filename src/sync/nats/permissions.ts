import { MOST_PAYLOAD } from './config.ts';

/**
 * What a venue's leaf may do on the hub, as the template of the scoped signing key. The hub puts the
 * tag of the user's JWT in. `pub` is leaf to hub, `sub` hub to leaf; a plain client is refused.
 */
export const VENUE_PERMISSIONS = {
  pub: { allow: ['up.{{tag(venue)}}.>'] },
  sub: { allow: ['_INBOX.{{tag(venue)}}.>', 'down.{{tag(venue)}}.>'] },
  allowed_connection_types: ['LEAFNODE' as const],
};

/** Where the hub's answers to a venue go: the only inbox that it may hear. */
export const inboxOf = (venueId: string): string => `_INBOX.${venueId}`;

/**
 * What a venue's account may take of the hub, which is all venues' own. A leaf has one leaf node, and
 * a second one for a moment where its line was cut; on it some ten subscriptions. Streams are the
 * core's alone.
 */
export const VENUE_LIMITS = {
  ...{ conn: 8, leaf: 8, subs: 256, payload: MOST_PAYLOAD, data: -1 },
  ...{ imports: 2, exports: 0, wildcards: false },
  ...{ mem_storage: 0, disk_storage: 0, streams: 0, consumer: 0 },
} as const;
