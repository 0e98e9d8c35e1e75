import type { Language } from '../../src/kernel/language.ts';
import { openClient } from '../demo/client.ts';
import type { Filled } from '../demo/fill.ts';
import { OPERATORS } from '../demo/venue.ts';

const VIEWS = [
  ...['clock', 'rankings', 'seating', 'schedule', 'prizePool', 'finalTable', 'movement'],
] as const;

/** Screens that only the camera looks at: each shows one thing and rests there. */
const screens = ({ major, knockout, turbo }: Filled, extra: Extra) => [
  ...VIEWS.map((view) => ({ id: view, view, tournamentId: major })),
  { id: 'clock-bounty', view: 'clock', tournamentId: knockout },
  { id: 'clock-ended', view: 'clock', tournamentId: turbo },
  { id: 'clock-paused', view: 'clock', tournamentId: extra.paused },
  { id: 'clock-warning', view: 'clock', tournamentId: extra.warning },
  { id: 'clock-break', view: 'clock', tournamentId: extra.rest },
  { id: 'lost', view: 'clock', tournamentId: major },
  { id: 'announcement', view: 'clock', tournamentId: major },
  { id: 'lobby', view: 'lobby', tournamentId: null },
];

type Extra = { readonly paused: string; readonly warning: string; readonly rest: string };
type Client = ReturnType<typeof openClient>;

/** As long as the camera may take before it comes to that screen. */
const WARNED_S = 899;

/** A tournament that stands where the demo's three do not. */
const another = async (client: Client, name: string, more: object = {}): Promise<string> => {
  const { id } = await client.send('POST', '/tournaments', { template: 'standard', name, ...more });
  await client.send('POST', `/tournaments/${id}/start`, {});
  return String(id);
};

const extras = async (client: Client): Promise<Extra> => {
  const [paused, warning, rest] = [
    await another(client, 'Heads-Up Championship of the Northern Harbour Towns'),
    await another(client, 'Last Minute Satellite', { warningSeconds: [WARNED_S] }),
    await another(client, 'Seniors'),
  ];
  await client.send('POST', `/tournaments/${paused}/pause`, {});
  await client.send('POST', `/tournaments/${warning}/jump/7`, { remainingMs: WARNED_S * 1_000 });
  await client.send('POST', `/tournaments/${rest}/jump/5`, { break: true });
  return { paused, warning, rest };
};

const refused = (id: string) => (error: unknown) => `${id}: ${String(error)}`;

/** Hangs the screens for the camera; answers which of them the leaf refused. */
export const hangForPictures = async (
  url: string,
  filled: Filled,
): Promise<readonly (string | undefined)[]> => {
  const client = openClient(url);
  await client.signIn(OPERATORS.floor);
  const all = screens(filled, await extras(client));
  return Promise.all(
    all.map(({ id, ...body }) =>
      client.send('PUT', `/displays/picture-${id}`, body).then(() => undefined, refused(id)),
    ),
  );
};

/** The pictures' screens in one theme and language. */
export const lightScreens = async (
  url: string,
  as: { readonly theme: 'dark' | 'light'; readonly language: Language },
): Promise<void> => {
  const client = openClient(url);
  await client.signIn(OPERATORS.floor);
  const { items } = await client.send('GET', '/displays');
  if (!Array.isArray(items)) return;
  for (const { id } of items)
    if (String(id).startsWith('picture-')) await client.send('PUT', `/displays/${id}`, as);
};

/** What the announcement's screen says while its pictures are taken. */
export const announce = async (url: string): Promise<void> => {
  const client = openClient(url);
  await client.signIn(OPERATORS.floor);
  await client.send('POST', '/displays/announce', {
    text: 'Dinner is served in the harbour restaurant until half past eight',
    ...{ seconds: 600, sound: false, phones: false, nodeIds: ['picture-announcement'] },
  });
};
