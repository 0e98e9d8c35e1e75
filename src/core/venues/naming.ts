import * as v from 'valibot';
import { settings } from '../../rooms/venue/commands.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import type { Platform } from '../db/open.ts';
import type { Tenants } from '../tenants.ts';

/** As a leaf tells it; what is not as it must be is left as it was. */
const told = v.object({
  stream: v.literal(VENUE),
  type: v.picklist(['venue.setUp', 'venue.configured']),
  data: v.object({
    name: settings.name,
    timezone: v.fallback(v.nullable(settings.timezone), null),
    currency: v.fallback(v.nullable(settings.currency), null),
  }),
});
type Told = v.InferOutput<typeof told>['data'];

/** Before anything is parsed: one event in thousands is of the venue's own. */
const MARK = `"${VENUE}"`;

/** What the last of them says of the venue; null: nothing. */
const lastTold = (bodies: readonly string[]): Told | null => {
  const body = bodies.findLast((one) => {
    if (!one.includes(MARK)) return false;
    return v.is(told, JSON.parse(one));
  });
  return body === undefined ? null : v.parse(told, JSON.parse(body)).data;
};

/**
 * A venue is called here as it calls itself: the name that it was added by is a first one. Told with
 * each batch; once per process it is looked up in the log, in case a core ended in between.
 */
export const createNaming = ({
  platform,
  tenants,
  failed,
}: {
  readonly platform: Platform;
  readonly tenants: Pick<Tenants, 'log'>;
  readonly failed: (error: unknown) => void;
}) => {
  const looked = new Set<string>();

  const keep = async (venueId: string, { name, timezone, currency }: Told): Promise<void> => {
    await platform`update venues set name = ${name},
        timezone = coalesce(${timezone}, timezone), currency = coalesce(${currency}, currency)
      where id = ${venueId} and (name, timezone, currency) is distinct from
        (${name}, coalesce(${timezone}, timezone), coalesce(${currency}, currency))`;
  };

  const look = async (venueId: string): Promise<void> => {
    const log = await tenants.log(venueId);
    const found = lastTold((await log.stream(VENUE)).map(({ body }) => body));
    if (found !== null) await keep(venueId, found);
  };

  let turn: Promise<unknown> = Promise.resolve();

  return {
    /** After a commit of the venue's; one after another, so that the last word stays. */
    applied: (venueId: string, bodies: readonly string[]): void => {
      const found = lastTold(bodies);
      if (found !== null) turn = turn.then(() => keep(venueId, found)).catch(failed);
    },
    /** The venue's leaf was heard. */
    heard: async (venueId: string): Promise<void> => {
      if (looked.has(venueId)) return;
      looked.add(venueId);
      await look(venueId).catch((error: unknown) => {
        looked.delete(venueId);
        failed(error);
      });
    },
  };
};
