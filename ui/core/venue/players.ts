import type { Page } from '../../api.ts';
import { get } from '../../api.ts';
import { html, useEffect, useSignal } from '../../html.ts';
import { Empty } from '../../parts/bits.ts';
import { SearchField } from '../../parts/search.ts';
import { core as text } from '../../texts/en/core.ts';
import { Pending, useFill } from '../pending.ts';
import { hrefOf } from '../routes.ts';
import type { Player } from './model.ts';
import { fullName } from './model.ts';

const TYPED_MS = 200;

/** What was typed last counts; an earlier answer that comes later does not. */
const useFound = (id: string) => {
  const typed = useSignal('');
  const items = useSignal<readonly Player[] | undefined>(undefined);
  const tries = useSignal(0);
  const take = async (signal: AbortSignal) => {
    const q = encodeURIComponent(typed.value.trim());
    const path = `/venues/${id}/players?limit=100${q === '' ? '' : `&q=${q}`}`;
    const page = await get<Page<Player>>(path, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (page !== undefined) items.value = page.items;
  };
  const { problem, load } = useFill(take, () => items.value !== undefined);
  useEffect(() => {
    const giveUp = new AbortController();
    const ask = () => load(giveUp.signal);
    const timer = setTimeout(ask, items.value === undefined ? 0 : TYPED_MS);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [id, typed.value, tries.value]);
  const again = () => {
    tries.value += 1;
  };
  return { typed, items: items.value, problem, again };
};

const Row = ({ venueId, player }: { venueId: string; player: Player }) => html`
  <li>
    <a class="flex items-center gap-4 px-4 py-2 min-h-14" href=${hrefOf({ page: 'player', id: venueId, playerId: player.id })}>
      <span class="grow min-w-0">
        <span class="font-medium text-text leading-tight line-clamp-2 break-words" dir="auto">${fullName(player)}</span>
        <span class="block text-caption text-secondary truncate">${[player.nickname, player.email, player.phone].filter(Boolean).join(' · ')}</span>
      </span>
      <span class="hidden sm:inline text-caption text-secondary truncate max-w-40" dir="auto">${player.tags.join(', ')}</span>
    </a>
  </li>
`;

/** The player database of a venue, as its leaf has told it. */
export const PlayersTab = ({ id }: { id: string }) => {
  const { typed, items, problem, again } = useFound(id);
  const isSearch = typed.value.trim() !== '';
  return html`
    <${SearchField}
      class="pb-3"
      value=${typed}
      label=${text.players.search}
      onTyped=${(words: string) => {
        typed.value = words;
      }}
    />
    ${items === undefined && html`<${Pending} problem=${problem} onAgain=${again} />`}
    ${items?.length === 0 && html`<${Empty} icon="players" title=${isSearch ? text.players.nothing : text.players.none} />`}
    ${
      items !== undefined &&
      items.length > 0 &&
      html`<ul class="card rows overflow-hidden">
        ${items.map((player) => html`<${Row} key=${player.id} venueId=${id} player=${player} />`)}
      </ul>
      ${!isSearch && items.length === 100 && html`<p class="text-caption text-secondary pt-3">${text.players.first}</p>`}`
    }
  `;
};
