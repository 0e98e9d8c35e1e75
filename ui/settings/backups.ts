import type { BackupPlace, BackupsView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { post, session } from '../api.ts';
import { timeText } from '../cloud/store.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Card, Notice, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { copiesOf, placeTone, SHOWN, sizeText, standingOf, TONES } from './backups-model.ts';
import { backups, followBackups, readBackups, saveFrom } from './backups-store.ts';

const words = text.backups;

const isAdmin = (): boolean => session.value?.operator.role === 'admin';

const Now = ({ now }: { now: BackupsView }) => {
  const asked = useSignal(false);
  const busy = asked.value || now.making;
  const make = async () => {
    asked.value = true;
    await attempt(async () => {
      backups.value = await post<BackupsView>('/backups');
      toast({ tone: 'plain', title: words.done });
    });
    asked.value = false;
  };
  return html`<button type="button" class="btn btn-primary self-start w-full sm:w-auto" disabled=${busy} onClick=${make}>${busy ? words.making : words.make}</button>`;
};

const State = ({ now }: { now: BackupsView }) => {
  const standing = standingOf(now, Date.now());
  const tone = TONES[standing];
  const [newest] = now.backups;
  return html`
    <${Card} class="px-4 py-4 flex flex-col gap-4">
      <div class="flex items-start gap-4">
        <span class=${`tone-${tone} rounded-xl p-2.5 flex-none`}><${Icon} name=${standing === 'safe' ? 'check' : 'copy'} size=${26} /></span>
        <div class="grow min-w-0">
          <div class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span class="text-h3 font-semibold" role="status">${newest === undefined ? words.none : words.last(timeText(newest.madeAt))}</span>
            <${Pill} tone=${tone}>${words.standings[standing]}<//>
          </div>
          <p class="text-secondary mt-1">${now.problem === null ? words.means[standing] : words.problems[now.problem]}</p>
          ${now.behind > 0 && newest !== undefined && html`<p class="text-caption text-secondary mt-1">${words.behind(now.behind, number(now.behind))}</p>`}
        </div>
      </div>
      ${isAdmin() && html`<${Now} now=${now} />`}
    <//>
  `;
};

const KeySheet = ({ value, close }: { value: string; close: () => void }) => html`
  <${Sheet}
    title=${words.key.title}
    onClose=${close}
    footer=${html`<button type="button" class="btn btn-primary w-full" onClick=${close}>${words.key.written}</button>`}
  >
    <div class="flex flex-col gap-4">
      <p>${words.key.write}</p>
      <ol class="card m-0 p-4 grid grid-cols-1 gap-3 list-none" aria-label=${words.key.title}>
        ${value.split('-').map(
          (group, i) => html`<li class="flex items-center gap-4">
            <span class="text-secondary mono w-4 text-right">${i + 1}</span>
            <span class="mono text-h2 tracking-[0.2em] select-all">${group}</span>
          </li>`,
        )}
      </ol>
      <p class="text-secondary">${words.key.letters}</p>
      <p class="text-secondary">${words.key.where}</p>
    </div>
  <//>
`;

const Key = ({ now: { keyShownAt, backups: all } }: { now: BackupsView }) => {
  const shown = useSignal<string | null>(null);
  const show = () =>
    attempt(async () => {
      shown.value = (await post<{ key: string }>('/backups/key')).key;
    });
  const close = () => {
    shown.value = null;
    void readBackups();
  };
  const button = html`<button type="button" class="btn btn-outline text-text w-full sm:w-auto" onClick=${show}>${words.key.show}</button>`;
  const sheet = shown.value !== null && html`<${KeySheet} value=${shown.value} close=${close} />`;
  if (keyShownAt === null && all.length > 0) {
    return html`<${Notice} tone="warning" action=${button}><strong>${words.key.never}</strong> ${words.key.lead}<//>${sheet}`;
  }
  return html`
    <${Card} class="px-4 py-4 flex flex-col sm:flex-row sm:items-center gap-3">
      <div class="flex items-start gap-4 grow min-w-0">
        <span class="text-secondary pt-0.5"><${Icon} name="lock" /></span>
        <div class="min-w-0">
          <h2 class="font-semibold">${words.key.title}</h2>
          <p class="text-secondary">${words.key.lead}</p>
          ${keyShownAt !== null && html`<p class="text-caption text-secondary mt-1">${words.key.shownAt(timeText(keyShownAt))}</p>`}
        </div>
      </div>
      ${button}
    <//>
    ${sheet}
  `;
};

const Place = ({ place }: { place: BackupPlace }) => {
  const { kind, where, state, reason, seenAt, newest } = place;
  const own = words.places;
  return html`
    <div class="px-4 py-3 flex items-start gap-4">
      <span class="text-secondary pt-0.5 flex-none"><${Icon} name=${kind === 'core' ? 'cloud' : 'copy'} /></span>
      <div class="grow min-w-0">
        <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span class="font-semibold break-all">${kind === 'core' ? own.core : where}</span>
          <${Pill} tone=${placeTone(place)}>${own.states[state]}<//>
        </div>
        <p class="text-caption text-secondary">${own.means[state]}</p>
        ${reason !== null && html`<p class="text-caption text-secondary break-words">${reason}</p>`}
        ${seenAt !== null && newest !== null && state !== 'ok' && html`<p class="text-caption text-secondary">${own.had(timeText(seenAt))}</p>`}
      </div>
    </div>
  `;
};

const copiesText = (now: BackupsView): string => {
  const { have, all } = copiesOf(now);
  if (all === 0) return words.places.none;
  return have === all ? words.places.all(all) : words.places.lacking(have, all);
};

const Places = ({ now }: { now: BackupsView }) => html`
  <${Card} title=${words.places.title} class="rows">
    ${(now.places.length === 0 || now.backups.length > 0) && html`<p class=${`px-4 py-3 ${now.places.length === 0 ? 'text-secondary' : 'font-medium'}`}>${copiesText(now)}</p>`}
    ${now.places.map((place) => html`<${Place} place=${place} />`)}
  <//>
`;

const List = ({ now: { backups: all } }: { now: BackupsView }) => {
  const whole = useSignal(false);
  if (all.length === 0) return null;
  const shown = whole.value ? all : all.slice(0, SHOWN);
  const save = (name: string) => () => attempt(() => saveFrom(`/backups/${name}`, name));
  return html`
    <${Card} title=${words.list.title} class="rows">
      ${shown.map(
        ({ name, madeAt, events, bytes }) => html`
          <div class="pl-4 pr-2 min-h-15 flex items-center gap-3">
            <div class="grow min-w-0 py-2">
              <span class="block font-medium">${timeText(madeAt)}</span>
              <span class="block text-caption text-secondary mono">${words.list.holds(number(events), sizeText(bytes, number))}</span>
            </div>
            ${
              isAdmin() &&
              html`<button type="button" class="btn btn-icon text-secondary" aria-label=${words.list.save(timeText(madeAt))} title=${words.list.save(timeText(madeAt))} onClick=${save(name)}><${Icon} name="download" /></button>`
            }
          </div>
        `,
      )}
      ${
        all.length > SHOWN &&
        !whole.value &&
        html`<button type="button" class="px-4 min-h-13 w-full text-left font-medium text-primary" onClick=${() => {
          whole.value = true;
        }}>${words.list.more(all.length - SHOWN)}</button>`
      }
      <p class="px-4 py-3 text-caption text-secondary">${words.list.rule}</p>
    <//>
  `;
};

const Support = () => html`
  <${Card} class="px-4 py-4 flex flex-col sm:flex-row sm:items-center gap-3">
    <div class="grow">
      <h2 class="font-semibold">${words.support.title}</h2>
      <p class="text-secondary">${words.support.lead}</p>
    </div>
    <button type="button" class="btn btn-outline text-text w-full sm:w-auto flex-none" onClick=${() => attempt(() => saveFrom('/support', 'felt-support.json'))}>${words.support.save}</button>
  <//>
`;

/** The last backup, where copies of it are, the key to it, and what support is sent. */
export const BackupSettings = () => {
  useEffect(followBackups, []);
  const now = backups.value;
  if (now === null) return html`<p class="text-secondary breathe">${text.loading}</p>`;
  return html`
    <div class="flex flex-col gap-4 max-w-180">
      <${State} now=${now} />
      ${isAdmin() && html`<${Key} now=${now} />`}
      <${Places} now=${now} />
      <${List} now=${now} />
      ${isAdmin() && html`<${Support} />`}
    </div>
  `;
};
