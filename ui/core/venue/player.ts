import type { ResultLine, Results } from '../../../src/core/app.ts';
import { money, number, ordinal } from '../../amounts.ts';
import { get } from '../../api.ts';
import { html, useEffect, useSignal } from '../../html.ts';
import { Card, Dotted, Empty, Line, Stat } from '../../parts/bits.ts';
import { text as general } from '../../text.ts';
import { core } from '../../texts/en/core.ts';
import { coreVenue as text } from '../../texts/en/core-venue.ts';
import { PageHead } from '../frame.ts';
import { hrefOf } from '../routes.ts';
import { venueOf } from '../store.ts';
import { attempt, momentText } from '../words.ts';
import type { Profile } from './model.ts';
import { fullName } from './model.ts';

const Figures = ({ totals }: { totals: Results['totals'] }) => html`
  ${totals.map(
    ({ currency, results, cashes, prizes, bounties, spent }) => html`
      <div key=${currency} class="grid grid-cols-2 lg:grid-cols-4 gap-3 pb-4">
        <${Stat} label=${text.player.finished} value=${number(results)} />
        <${Stat} label=${text.player.cashes} value=${number(cashes)} />
        <${Stat}
          label=${text.player.won}
          value=${money(prizes + bounties, currency)}
          note=${bounties > 0 && text.player.bounties(money(bounties, currency))}
          class="text-prize"
        />
        <${Stat} label=${text.player.spent} value=${money(spent, currency)} />
      </div>
    `,
  )}
`;

const placeOf = ({ rank, entries, ties }: ResultLine): string =>
  [
    text.player.place(ordinal(rank), number(entries)),
    ...(ties > 1 ? [text.player.shared(number(ties))] : []),
  ].join(' · ');

const One = ({ venueId, line }: { venueId: string; line: ResultLine }) => {
  const won = line.prize + line.bounties;
  const href = hrefOf({ page: 'board', id: venueId, tournamentId: line.tournamentId });
  return html`
    <li>
      <a class="flex items-center gap-4 px-4 py-3 min-h-16" href=${href}>
        <span class="grow min-w-0">
          <span class="block font-semibold text-text two-lines" dir="auto">${line.name}</span>
          <span class="block text-caption text-secondary">${momentText(line.endedAt)}</span>
        </span>
        <span class="text-right flex-none max-w-[45%]">
          <span class="block text-text"><${Dotted} words=${placeOf(line)} /></span>
          ${won > 0 && html`<span class="mono text-prize">${money(won, line.currency)}</span>`}
        </span>
      </a>
    </li>
  `;
};

const useResults = (path: string) => {
  const told = useSignal<Results | undefined>(undefined);
  const ask = (cursor: string | null) =>
    attempt(async () => {
      const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page = await get<Results>(`${path}/results${query}`);
      const before = cursor === null ? [] : (told.value?.items ?? []);
      told.value = { ...page, items: [...before, ...page.items] };
    });
  useEffect(() => void ask(null), [path]);
  return { results: told.value, more: () => void ask(told.value?.nextCursor ?? null) };
};

const ResultList = ({ venueId, path }: { venueId: string; path: string }) => {
  const { results, more } = useResults(path);
  if (results === undefined) return null;
  if (results.items.length === 0) {
    return html`<${Empty} icon="trophy" title=${text.player.none} lead=${text.player.noneLead} />`;
  }
  return html`
    <${Figures} totals=${results.totals} />
    <h2 class="label pb-2">${text.player.results}</h2>
    <ul class="card rows overflow-hidden">
      ${results.items.map((line) => html`<${One} key=${`${line.tournamentId} ${line.entries} ${line.rank}`} venueId=${venueId} line=${line} />`)}
    </ul>
    ${results.nextCursor !== null && html`<button type="button" class="btn btn-outline w-full mt-3" onClick=${more}>${text.player.more}</button>`}
  `;
};

const Particulars = ({ own }: { own: Profile }) => {
  const lines = [
    [text.player.contact, [own.email, own.phone].filter(Boolean).join(' · ')],
    [text.player.tags, own.tags.join(', ')],
    [text.player.since, momentText(own.createdAt)],
    [text.player.changed, momentText(own.updatedAt)],
    [text.player.notes, own.notes],
  ].filter(([, value]) => value !== '');
  return html`
    <${Card} title=${text.player.profile}>
      <div class="rows pb-2">
        ${lines.map(([label, value]) => html`<${Line} key=${label} label=${label} value=${html`<span class="font-sans break-words" dir="auto">${value}</span>`} />`)}
      </div>
    <//>
  `;
};

/** One player of a venue: what the house knows of them, and how they played. */
export const PlayerPage = ({ id, playerId }: { id: string; playerId: string }) => {
  const profile = useSignal<Profile | undefined>(undefined);
  const isGone = useSignal(false);
  const path = `/venues/${id}/players/${encodeURIComponent(playerId)}`;
  useEffect(() => {
    const load = async () => {
      const found = await attempt(() => get<Profile>(path));
      profile.value = found;
      isGone.value = found === undefined;
    };
    void load();
  }, [path]);
  const own = profile.value;
  const back = hrefOf({ page: 'venue', id, tab: 'players' });
  if (own === undefined) {
    const words = isGone.value ? core.errors.codes['NOT_FOUND'] : general.loading;
    return html`<${PageHead} title=${venueOf(id)?.name ?? ''} back=${back} /><p class="text-secondary text-center p-16">${words}</p>`;
  }
  const lead = [own.nickname, venueOf(id)?.name ?? ''].filter((one) => one !== fullName(own));
  return html`
    <${PageHead} title=${fullName(own)} back=${back} lead=${lead.filter(Boolean).join(' · ')} />
    <div class="grid lg:grid-cols-[3fr_2fr] gap-3 items-start">
      <div class="min-w-0"><${ResultList} venueId=${id} path=${path} /></div>
      <${Particulars} own=${own} />
    </div>
  `;
};
