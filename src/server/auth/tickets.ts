import { randomBytes } from 'node:crypto';
import type { Now } from '../../kernel/time.ts';
import { SECOND } from '../../kernel/time.ts';
import type { Claims } from './tokens.ts';

export const TICKET_S = 30;
const KEPT = 1_000;

/** One-time tickets: a browser cannot send a token with a WebSocket, and an address is no secret. */
export const createTickets = (now: () => Now) => {
  const open = new Map<string, Claims & { readonly untilBootMs: number }>();
  return {
    issue: ({ operatorId, session }: Claims): string => {
      const ticket = randomBytes(24).toString('base64url');
      if (open.size >= KEPT) {
        const [oldest] = open.keys();
        if (oldest !== undefined) open.delete(oldest);
      }
      open.set(ticket, { operatorId, session, untilBootMs: now().bootMs + TICKET_S * SECOND });
      return ticket;
    },
    /** Whose ticket it is; it is gone afterwards. */
    take: (ticket: string): Claims | null => {
      const found = open.get(ticket);
      open.delete(ticket);
      return found === undefined || now().bootMs > found.untilBootMs ? null : found;
    },
  };
};
