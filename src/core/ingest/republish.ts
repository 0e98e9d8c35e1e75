import type { Envelope } from '../../kernel/envelope.ts';
import { idOf, roomOf } from '../../kernel/envelope.ts';
import type { Bus } from '../../sync/port.ts';
import { SUBJECTS } from '../../sync/protocol.ts';

type About = 'action' | 'clock' | 'financial';

/** Events that change what a clock shows, and those in which money is taken, paid or promised. */
const CLOCK = /^(?:(?:clock|level|structure)\.|tournament\.(?:started|ended)$)/u;
const FINANCIAL =
  /^(?:(?:payment|refund|prize|payouts|deal)\.|player\.(?:boughtIn|rebought|addedOn|unregistered)$)/u;

/** Which of the three subjects an event belongs to, by its type alone. */
export const aboutOf = (type: string): About => {
  const noun = type.replace(/\.undone$/u, '');
  if (CLOCK.test(noun)) return 'clock';
  return FINANCIAL.test(noun) ? 'financial' : 'action';
};

const encoder = new TextEncoder();

/**
 * Tells the core's own bus of each applied event: `{ seq, event }`, on
 * `venue.<id>.tournament.<id>.{action|clock|financial}`. At most once: who misses one reads the log.
 */
export const createRepublish =
  (bus: Pick<Bus, 'publish'>) =>
  (venueId: string, before: { readonly seq: number }, bodies: readonly string[]): void => {
    for (const [i, body] of bodies.entries()) {
      const { stream, type }: Envelope = JSON.parse(body);
      if (roomOf(stream) !== 'tournament') continue;
      const subject = SUBJECTS.happened(venueId, idOf(stream), aboutOf(type));
      bus.publish(subject, encoder.encode(`{"seq":${before.seq + 1 + i},"event":${body}}`));
    }
  };
