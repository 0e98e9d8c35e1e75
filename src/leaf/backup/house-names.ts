import * as v from 'valibot';
import type { Log } from '../../log/port.ts';
import { DISPLAYS_STREAM } from '../../rooms/displays/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';

const word = v.optional(v.nullable(v.string()), '');

/** What an event of the venue or of its screens may call them by; all else in it stays unread. */
const saidSchema = v.object({
  ...{ name: word, slug: word, publicUrl: word, group: word },
  wifi: v.optional(v.nullable(v.object({ ssid: word, password: word })), null),
});

/**
 * What Felt's own lines are made of: screens are called by such words, too (`Clock`, `Table 4`), which
 * tells nobody anything, and without them no line could be read.
 */
const OWN: ReadonlySet<string> = new Set([
  ...['felt', 'leaf', 'core', 'hub', 'venue', 'room', 'card', 'poker', 'club', 'casino', 'house'],
  ...['screen', 'display', 'clock', 'table', 'board', 'seat', 'lobby', 'bar', 'tv', 'main', 'left'],
  ...['right', 'wifi', 'guest', 'guests', 'http', 'https', 'www', 'and', 'on', 'at', 'by', 'new'],
]);

/**
 * All names that the venue and its screens have had, with those of its address and of its guests'
 * Wi-Fi: in its lines an old one may stand beside the one of now.
 */
export const houseNames = async (log: Pick<Log, 'stream'>): Promise<readonly string[]> => {
  const names = new Set<string>();
  for (const stream of [VENUE, DISPLAYS_STREAM]) {
    for (const { envelope } of await log.stream(stream)) {
      const said = v.safeParse(saidSchema, envelope.data);
      if (!said.success) continue;
      const { wifi, ...own } = said.output;
      for (const name of [...Object.values(own), wifi?.ssid, wifi?.password]) {
        if (name) names.add(name);
      }
    }
  }
  return [...names];
};

/** Whether a word of such a name, in lower case, is that name's own. */
export const isTelling = (part: string): boolean => !OWN.has(part);
