import { expect, test } from 'bun:test';
import { isOpen, mayBuy } from '../../../ui/tournament/selling.ts';
import type { Order } from '../../rooms/tournament/night.ts';
import { config, running } from '../../rooms/tournament/night.ts';

const profiles = [{ id: 'rebuy', name: 'rebuy', price: 50_00, chips: 10_000 }];
const rebuyOf = (n: ReturnType<typeof running>, entryId: string): Order => {
  const playerId = n.state.entries[entryId]?.playerId ?? '';
  return {
    ...{ type: 'rebuy', playerId, entryId, profileId: 'rebuy', times: 1 },
    payment: { method: 'cash' },
  };
};

test.each([
  ['no window', {}],
  ['from a later level on', { firstLevel: 3 }],
  ['up to this level', { lastLevel: 1 }],
  ['one for each', { maxPerPlayer: 1 }],
  ['two in all', { maxTotal: 2 }],
  ['four players at least', { minPlayers: 4 }],
  ['no stack above', { chipThreshold: 5_000 }],
] as const)('PLY-5: a rebuy is offered exactly where the room sells one: %s', (_, rule) => {
  const rebuys = { allowed: true, profiles, ...rule };
  const n = running(4, { config: config({ rebuys }) });
  const check = (): void => {
    for (const entry of Object.values(n.state.entries)) {
      const offered = isOpen(n.state, 'rebuy', n.now) && mayBuy(n.state, 'rebuy', entry);
      const at = n.events.length;
      const answer = n.attempt(rebuyOf(n, entry.id));
      expect([entry.id, offered]).toEqual([entry.id, Array.isArray(answer)]);
      if (Array.isArray(answer)) expect(n.events.length).toBeGreaterThan(at);
    }
  };
  check();
  const [first] = Object.keys(n.state.entries);
  if (first !== undefined) n.do({ type: 'bust', busts: [{ entryId: first, hitmen: [] }] });
  check();
  n.do({ type: 'advance' });
  check();
});
