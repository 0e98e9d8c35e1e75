import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { MINUTE } from '../../src/kernel/time.ts';
import { obstacle, openNetwork, until } from './venue-network.ts';

const why = obstacle();
if (why !== null) console.log(`skipped: ${why}`);

type Network = Awaited<ReturnType<typeof openNetwork>>;

test.skipIf(why !== null)(
  'OPS-5: of two boards that start in the same moment, as after a power cut, one is felt.local',
  async () => {
    const network = await openNetwork();
    try {
      const boards = [await network.box(), await network.box()];
      for (const { speak } of boards) speak();
      const found = () => boards[0]?.run('avahi-browse', '-tpk', '_felt._tcp').said ?? '';
      await until('both announced', () => new Set(found().match(/felt(?:-\d+)?;/gu)).size === 2);
      expect([...new Set(found().match(/felt(?:-\d+)?;/gu))].toSorted()).toEqual([
        'felt-2;',
        'felt;',
      ]);
    } finally {
      await network.close();
    }
  },
  MINUTE,
);

/** Boards as their image sets them up, and screens as their own does, at one switch. */
describe.skipIf(why !== null)('two boards and a screen in one network (needs root)', () => {
  let network: Network;
  let boards: readonly Awaited<ReturnType<Network['board']>>[];
  let screen: Awaited<ReturnType<Network['screen']>>;

  beforeAll(async () => {
    network = await openNetwork();
    boards = [await network.board(), await network.board()];
    screen = await network.screen();
    screen.speak();
  }, MINUTE);
  afterAll(() => network?.close(), MINUTE);

  /** By the screen's mDNS, as a phone would. */
  const addressOf = (name: string): string =>
    screen.run('avahi-resolve', '-4', '-n', name).said.split('\t')[1] ?? '';

  /** Which status the pages at this name answer with; 0: none at all. */
  const status = (name: string, address: string): number => {
    const format = ['--silent', '--max-time', '4', '--output', '/dev/null', '-w', '%{http_code}'];
    const at = ['--resolve', `${name}:80:${address}`, `http://${name}/health`];
    return Number(screen.run('curl', ...format, ...at).said);
  };

  test('DSP-1: a leaf that is alone is found by itself', async () => {
    const [first] = boards;
    first?.speak();
    screen.start();
    await until('its page', () => screen.shows().startsWith('http'));
    expect(screen.shows()).toMatch(/^http:\/\/192\.168\.7\.1\/display\/screen-[0-9a-f]{8}$/u);
    expect(addressOf('felt.local')).toBe(first?.address ?? '');
  });

  test('OPS-5: a second board makes itself felt-2.local, and each answers to its name', async () => {
    const [first, second] = boards.map(({ address }) => address);
    if (first === undefined || second === undefined) throw new Error('two boards');
    boards[1]?.speak();
    await until('felt-2.local', () => addressOf('felt-2.local') === second);
    expect(addressOf('felt.local')).toBe(first);
    await until('both serve', () => [first, second].every((one) => status(one, one) === 200));
    expect(status('felt.local', first)).toBe(200);
    expect(status('felt-2.local', second)).toBe(200);
    for (const one of [first, second]) expect(status('evil.example', one)).toBe(403);
  });

  test('DSP-11: of two leaves a screen guesses none, and says what to write', async () => {
    const [first, second] = boards.map(({ address }) => address);
    const heard = () => screen.run('avahi-browse', '-tpk', '_felt._tcp').said;
    await until('both announced', () => new Set(heard().match(/felt(?:-\d+)?;/gu)).size === 2);
    const other = await network.screen();
    other.speak();
    other.start();
    await until('both are told', () =>
      [`LEAF=felt.local    (${first})`, `LEAF=felt-2.local    (${second})`].every((line) =>
        other.picture().includes(line),
      ),
    );
    expect(other.picture()).toContain('There is more than one Felt here');
    await until('it is shown', () => other.shows().startsWith('file://'));
    other.set('LEAF=felt-2.local\n');
    await until('the second', () => other.shows().startsWith(`http://${second}/display/`));
    // The screen that has found its leaf stays with it.
    expect(screen.shows()).toStartWith(`http://${first}/display/`);
  });
});
