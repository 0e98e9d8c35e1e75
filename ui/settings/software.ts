import type { SoftwareView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { ApiProblem, del, post, session } from '../api.ts';
import { cloud, followCloud, timeText } from '../cloud/store.ts';
import type { ComponentChildren } from '../html.ts';
import { html, signal, useEffect, useSignal } from '../html.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { attempt } from '../toasts.ts';
import { becauseOf, isNews, megabytes, refusalText, titleOf, toneOf } from './software-model.ts';
import { followSoftware, showSoftware, software } from './software-store.ts';

const words = text.software;

/** What was asked for while a clock runs, and waits for a yes. */
const asked = signal<'update' | 'rollback' | null>(null);

const isAdmin = (): boolean => session.value?.operator.role === 'admin';

const ask = async (what: 'update' | 'rollback', despiteClocks: boolean): Promise<void> => {
  const body = what === 'update' ? { when: 'now', despiteClocks } : { despiteClocks };
  await attempt(async () => {
    try {
      software.value = await post<SoftwareView>(`/software/${what}`, body);
      asked.value = null;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'CLOCKS_RUN') throw error;
      asked.value = what;
    }
  });
};

const change = (path: string, body?: object) => () =>
  attempt(async () => {
    software.value = await post<SoftwareView>(path, body);
  });

const notTonight = () =>
  attempt(async () => {
    software.value = await del<SoftwareView>('/software/update');
  });

const Fact = ({ label, children }: { label: string; children?: ComponentChildren }) => html`
  <div class="flex items-center justify-between gap-4 px-4 min-h-13">
    <span class="text-secondary">${label}</span>
    <span class="mono text-right break-words min-w-0">${children}</span>
  </div>
`;

const Bar = ({ part, label }: { part: number; label: string }) => html`
  <div class="flex flex-col gap-2">
    <div class="h-2 rounded-full bg-surface1 overflow-hidden" role="progressbar" aria-valuenow=${Math.round(part * 100)} aria-valuemin="0" aria-valuemax="100" aria-label=${label}>
      <div class="h-full rounded-full bg-primary" style=${`width: ${(part * 100).toFixed(1)}%`}></div>
    </div>
    <p class="text-caption text-secondary mono">${label}</p>
  </div>
`;

const Looking = () => {
  const busy = useSignal(false);
  const look = async () => {
    busy.value = true;
    await change('/software/look')();
    busy.value = false;
  };
  return html`<button type="button" class="btn btn-outline text-text" disabled=${busy.value} onClick=${look}>${busy.value ? words.looking : words.look}</button>`;
};

const Actions = ({ now: { state, offer } }: { now: SoftwareView }) => {
  if (!isAdmin()) return null;
  // What failed here once is not what one should tap first.
  const tone = offer?.failedHere === true ? 'btn-outline text-text' : 'btn-primary';
  const isHere = state === 'ready' || state === 'waiting';
  const isInCloud = cloud.value !== null && cloud.value.state !== 'off';
  return html`
    <div class="flex flex-col sm:flex-row flex-wrap gap-2 empty:hidden">
      ${isHere && html`<button type="button" class=${`btn ${tone}`} onClick=${() => ask('update', false)}>${words.now}</button>`}
      ${state === 'ready' && html`<button type="button" class="btn btn-outline text-text" onClick=${change('/software/update', { when: 'tonight' })}>${words.tonight}</button>`}
      ${state === 'waiting' && html`<button type="button" class="btn btn-outline text-text" onClick=${notTonight}>${words.notTonight}</button>`}
      ${state === 'current' && isInCloud && html`<${Looking} />`}
    </div>
  `;
};

/** It hears of nothing newer, because there is nobody to ask. */
const isAlone = ({ state }: SoftwareView): boolean =>
  state === 'current' && cloud.value?.state === 'off';

/** What there is to know beside the first line, by what is going on. */
const Details = ({ now }: { now: SoftwareView }) => {
  const { state, offer, trial, problem, refused } = now;
  const isComing = state === 'downloading' && offer !== null;
  const part = isComing ? offer.here / offer.size : 0;
  return html`
    ${isComing && html`<${Bar} part=${part} label=${words.coming(megabytes(offer.here), megabytes(offer.size))} />`}
    ${state === 'updating' && html`<div class="h-2 rounded-full bg-primary breathe" aria-hidden="true"></div>`}
    ${trial !== null && html`<p class="font-semibold text-text">${words.provedAt(timeText(trial.until))}</p>`}
    ${problem !== null && html`<p class="text-caption text-secondary break-words">${words.problem} ${problem}</p>`}
    ${refused?.seen && html`<p class="text-caption text-secondary break-words">${words.stays(refused.version, refusalText(refused.reason, words))}</p>`}
    ${offer?.failedHere && html`<p class="rounded-lg px-3 py-2 tone-warning"><span class="text-text">${words.failedHere}</span></p>`}
  `;
};

const Notes = ({ now: { state, offer } }: { now: SoftwareView }) =>
  offer?.notes &&
  state !== 'updating' &&
  html`
    <${Card} title=${words.notes} aside=${html`<span class="text-caption text-secondary mono">${words.size(megabytes(offer.size))}</span>`} class="pb-4">
      <p class="px-4 whitespace-pre-line break-words max-w-160">${offer.notes}</p>
    <//>
  `;

const State = ({ now }: { now: SoftwareView }) => {
  const { state } = now;
  const tone = toneOf(now);
  return html`
    <${Card} class="px-4 py-4 flex flex-col gap-4">
      <div class="flex items-start gap-4">
        <span class=${`tone-${tone} rounded-xl p-2.5 flex-none`}><${Icon} name=${state === 'current' ? 'check' : 'download'} size=${26} /></span>
        <div class="grow min-w-0">
          <div class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span class="text-h3 font-semibold" role="status">${titleOf(now, words)}</span>
            <${Pill} tone=${tone}>${words.states[state]}<//>
          </div>
          <p class="text-secondary mt-1">${isAlone(now) ? words.noCloud : words.means[state]}</p>
        </div>
      </div>
      <${Details} now=${now} />
      <${Actions} now=${now} />
    <//>
  `;
};

/** Until somebody says that it was read. */
const Warning = ({
  title,
  at,
  said = null,
  children,
}: {
  title: string;
  at: string;
  said?: string | null;
  children?: ComponentChildren;
}) => {
  const canSay = session.value?.operator.role !== 'viewer';
  return html`
    <section class="rounded-xl px-4 py-4 flex flex-col gap-3 tone-warning" role="status">
      <div class="text-text">
        <h2 class="text-h3 font-semibold">${title}</h2>
        <p class="mt-1">${children}</p>
        <p class="text-caption text-secondary break-words mt-2">${[timeText(at), said].filter(Boolean).join(' · ')}</p>
      </div>
      ${canSay && html`<button type="button" class="btn btn-outline text-text self-start" onClick=${change('/software/seen')}>${words.last.seen}</button>`}
    </section>
  `;
};

/** Something happened by itself: what, why, and that nothing was lost by it. */
const News = ({ now: { last } }: { now: SoftwareView }) => {
  if (!isNews(last)) return null;
  const isBack = last.outcome === 'rolledBack';
  const title = isBack ? words.last.rolledBack(last.to) : words.last.refused;
  return html`
    <${Warning} title=${title} at=${last.at} said=${last.words}>${becauseOf(last, words)}${last.mended && html` ${words.last.mended}`}<//>
  `;
};

/** Found wrong as it was fetched: told once, and from then on with the facts. */
const NotTaken = ({ now: { refused } }: { now: SoftwareView }) => {
  if (refused === null || refused.seen) return null;
  const { version, reason, at } = refused;
  return html`
    <${Warning} title=${words.last.notTaken(version)} at=${at}>${refusalText(reason, words)}<//>
  `;
};

const Facts = ({ now: { running, last, lookedAt, state } }: { now: SoftwareView }) => {
  const since = last?.outcome === 'updated' ? timeText(last.at) : null;
  return html`
    <${Card} class="rows py-1">
      <${Fact} label=${words.facts.running}>${since === null ? words.felt(running.version) : words.last.updated(running.version, since)}<//>
      ${running.sequence > 0 && html`<${Fact} label=${words.facts.build}>${number(running.sequence)}<//>`}
      ${running.commit !== null && html`<${Fact} label=${words.facts.commit}>${running.commit.slice(0, 10)}<//>`}
      ${state !== 'unmanaged' && html`<${Fact} label=${words.facts.lookedAt}>${lookedAt === null ? words.facts.never : timeText(lookedAt)}<//>`}
    <//>
  `;
};

const Back = ({ now: { previous, state } }: { now: SoftwareView }) =>
  previous !== null &&
  state !== 'updating' &&
  isAdmin() &&
  html`<button type="button" class="btn btn-ghost text-danger self-start -ml-3" onClick=${() => ask('rollback', false)}>${words.back(previous.version)}</button>`;

/** Only where a clock runs: nobody is disturbed without somebody's yes. */
const Anyway = ({ now: { clocks } }: { now: SoftwareView }) => {
  const what = asked.value;
  if (what === null) return null;
  const close = () => {
    asked.value = null;
  };
  return html`
    <${Sheet} title=${words.anyway.title} onClose=${close} footer=${html`<div class="flex flex-wrap gap-2">
      <button type="button" class="btn btn-outline text-text grow" onClick=${close}>${words.anyway.keep}</button>
      <button type="button" class="btn btn-danger grow" onClick=${() => ask(what, true)}>${words.anyway[what === 'update' ? 'update' : 'back']}</button>
    </div>`}>
      <p>${words.anyway.lead(clocks.join(', '), clocks.length === 1)}</p>
    <//>
  `;
};

/** Which release of Felt runs on the server, the next one, and the way back. */
export const SoftwareSettings = () => {
  useEffect(() => {
    followCloud();
    followSoftware();
    return showSoftware();
  }, []);
  const now = software.value;
  if (now === null) return html`<p class="text-secondary breathe">${text.loading}</p>`;
  return html`
    <div class="flex flex-col gap-4 max-w-180">
      <${News} now=${now} />
      <${NotTaken} now=${now} />
      <${State} now=${now} />
      <${Notes} now=${now} />
      <${Facts} now=${now} />
      <${Back} now=${now} />
      <${Anyway} now=${now} />
    </div>
  `;
};
