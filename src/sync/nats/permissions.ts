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
