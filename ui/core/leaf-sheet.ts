import type { CodeTold, VenueLine } from '../../src/core/app.ts';
import { post, put } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { Select } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import { toast } from '../toasts.ts';
import { CodeCard } from './code.ts';
import { troublesOf } from './model.ts';
import { placeChoices, useOrganisations } from './places.ts';
import { hrefOf } from './routes.ts';
import { isAdmin, slowBeat } from './store.ts';
import { Kept } from './venue/kept.ts';
import { LeafLines } from './venue/leaf-lines.ts';
import { attempt, toneOf, troubleText } from './words.ts';

const Move = ({ venue }: { venue: VenueLine }) => {
  const all = useOrganisations();
  const picked = useSignal(venue.organisation?.id ?? '');
  const move = () =>
    attempt(async () => {
      const organisationId = picked.value === '' ? null : picked.value;
      await put(`/venues/${venue.id}/organisation`, { organisationId });
      toast({ tone: 'plain', title: text.fleet.moved });
    });
  const choices = placeChoices(text.fleet.noOrganisation, all);
  return html`
    <div class="flex flex-col gap-2">
      <${Select} value=${picked} label=${text.fleet.organisation} choices=${choices} />
      ${picked.value !== (venue.organisation?.id ?? '') && html`<button type="button" class="btn btn-soft" onClick=${move}>${text.fleet.move}</button>`}
    </div>
  `;
};

const Revoke = ({ venue, onDone }: { venue: VenueLine; onDone: () => void }) => {
  const isAsked = useSignal(false);
  const revoke = () =>
    attempt(async () => {
      await post(`/venues/${venue.id}/revoke`);
      toast({ tone: 'plain', title: text.fleet.revoked(venue.name) });
      onDone();
    });
  const ask = (is: boolean) => () => {
    isAsked.value = is;
  };
  if (!isAsked.value) {
    return html`<button type="button" class="btn btn-outline text-danger" onClick=${ask(true)}>${text.fleet.revoke}</button>`;
  }
  return html`
    <section class="card p-4 flex flex-col gap-3" role="group" aria-label=${text.fleet.revokeTitle}>
      <h3 class="font-semibold">${text.fleet.revokeTitle}</h3>
      <p class="text-secondary">${text.fleet.revokeLead(venue.name)}</p>
      <div class="flex gap-2 flex-wrap">
        <button type="button" class="btn btn-danger" onClick=${revoke}>${text.fleet.revokeConfirm}</button>
        <button type="button" class="btn btn-outline" onClick=${ask(false)}>${general.cancel}</button>
      </div>
    </section>
  `;
};

const Replace = ({ venue }: { venue: VenueLine }) => {
  const [told, busy] = [useSignal<CodeTold | null>(null), useSignal(false)];
  const replace = () =>
    attempt(async () => {
      busy.value = true;
      told.value = await post<CodeTold>(`/venues/${venue.id}/replace`);
    }).finally(() => {
      busy.value = false;
    });
  if (told.value !== null) return html`<${CodeCard} told=${told.value} />`;
  return html`
    <div class="flex flex-col gap-2">
      <button type="button" class="btn btn-primary" disabled=${busy.value} onClick=${replace}>
        ${venue.leaf === null ? text.fleet.firstCode : text.fleet.replace}
      </button>
      ${venue.leaf !== null && html`<p class="text-caption text-secondary">${text.fleet.replaceLead}</p>`}
    </div>
  `;
};

/** One leaf, and what can be done about it. */
export const LeafSheet = ({ venue, onClose }: { venue: VenueLine; onClose: () => void }) => {
  const troubles = troublesOf(venue, slowBeat.value);
  const mayReplace = venue.role !== 'leagueAdmin' && venue.revokedAt === null;
  return html`
    <${Sheet} title=${venue.name} onClose=${onClose}>
      <div class="flex flex-col gap-5">
        ${troubles.map((trouble) => html`<${Notice} key=${JSON.stringify(trouble)} tone=${toneOf(trouble)}>${troubleText(trouble)}<//>`)}
        <${LeafLines} venue=${venue} />
        ${venue.role !== 'leagueAdmin' && html`<${Kept} id=${venue.id} />`}
        <a class="btn btn-outline" href=${hrefOf({ page: 'venue', id: venue.id, tab: 'tournaments' })}>${text.venue.tournaments}</a>
        ${mayReplace && html`<${Replace} venue=${venue} />`}
        ${isAdmin.value && html`<${Move} venue=${venue} />`}
        ${isAdmin.value && venue.revokedAt === null && html`<${Revoke} venue=${venue} onDone=${onClose} />`}
      </div>
    <//>
  `;
};
