import { MINUTE } from '../../src/kernel/time.ts';
import type { CloudView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { del, session } from '../api.ts';
import type { ComponentChildren } from '../html.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { Card, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { agoText } from '../tournament/words.ts';
import { JoinForm } from './join.ts';
import { isClock, toneOf } from './model.ts';
import { cloud, cloudText, followCloud } from './store.ts';

const words = text.cloud;

const Fact = ({ label, children }: { label: string; children?: ComponentChildren }) => html`
  <div class="flex items-center justify-between gap-4 px-4 min-h-13">
    <span class="text-secondary">${label}</span>
    <span class="mono text-right break-all">${children}</span>
  </div>
`;

const contactText = (iso: string | null): string => {
  if (iso === null) return words.facts.never;
  const ms = Date.now() - Date.parse(iso);
  return ms < MINUTE ? words.facts.now : words.facts.ago(agoText(ms));
};

const State = ({ now }: { now: CloudView }) => {
  const { state, reason, forkAt } = now;
  const tone = toneOf(now);
  return html`
    <${Card} class="px-4 py-4 flex flex-col gap-2">
      <div class="flex items-start gap-4">
        <span class=${`tone-${tone} rounded-xl p-2.5 flex-none`}><${Icon} name="cloud" size=${26} /></span>
        <div class="grow min-w-0">
          <div class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span class="text-h3 font-semibold" role="status">${state === 'off' ? words.states.off : cloudText(now)}</span>
            ${state !== 'off' && html`<${Pill} tone=${tone}>${words.states[state]}<//>`}
          </div>
          <p class="text-secondary mt-1">
            ${words.means[state]}
            ${isClock(reason) && html`${' '}<strong>${words.clock}</strong>`}
            ${forkAt !== null && html`${' '}${words.forkAt(number(forkAt))}`}
            ${now.twin && html`${' '}<strong>${words.twin}</strong>`}
          </p>
          ${reason && html`<p class="text-caption text-secondary break-words mt-2">${reason}</p>`}
        </div>
      </div>
    <//>
  `;
};

const Facts = ({ now }: { now: CloudView }) => html`
  <${Card} class="rows py-1">
    <${Fact} label=${words.facts.core}>${now.core}<//>
    <${Fact} label=${words.facts.contact}>${contactText(now.lastContactAt)}<//>
    <${Fact} label=${words.facts.waiting}>${number(now.waiting)}<//>
    <${Fact} label=${words.facts.documents}>${number(now.documentsWaiting)}<//>
    <${Fact} label=${words.facts.leaf}>${words.facts.leafNo(now.epoch ?? 1)}<//>
  <//>
`;

const Leave = () => {
  const asked = useSignal(false);
  const leave = () =>
    attempt(async () => {
      cloud.value = await del<CloudView>('/cloud');
      toast({ tone: 'plain', title: words.leave.done });
    });
  if (!asked.value)
    return html`<button type="button" class="btn btn-ghost text-danger self-start -ml-3" onClick=${() => {
      asked.value = true;
    }}>${words.leave.button}</button>`;
  return html`
    <${Card} class="px-4 py-4 flex flex-col gap-3">
      <h2 class="text-h3 font-semibold">${words.leave.title}</h2>
      <p class="text-secondary">${words.leave.lead}</p>
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn btn-danger" onClick=${leave}>${words.leave.confirm}</button>
        <button type="button" class="btn btn-outline text-text" onClick=${() => {
          asked.value = false;
        }}>${words.leave.keep}</button>
      </div>
    <//>
  `;
};

const Join = () => {
  const code = useSignal('');
  return html`
    <${Card} title=${words.join.title} class="pb-4">
      <p class="px-4 pb-4 text-secondary">${words.join.lead}</p>
      <div class="px-4">
        <${JoinForm}
          path="/cloud/enrol"
          code=${code}
          joined=${(now: CloudView) => {
            cloud.value = now;
          }}
        />
      </div>
    <//>
  `;
};

/** Whether what happens here is in the cloud, and since when not. */
export const CloudSettings = () => {
  useEffect(followCloud, []);
  const now = cloud.value;
  if (now === null) return html`<p class="text-secondary breathe">${text.loading}</p>`;
  const isAdmin = session.value?.operator.role === 'admin';
  const isOff = now.state === 'off';
  return html`
    <div class="flex flex-col gap-4 max-w-180">
      <${State} now=${now} />
      ${!isOff && html`<${Facts} now=${now} />`}
      ${
        !isOff &&
        html`<a class="card px-4 py-3 min-h-16 flex items-center gap-4" href=${hrefOf({ page: 'requests', from: null })}>
          <span class="grow font-semibold text-text">${words.requests}</span>
          <span class="text-secondary"><${Icon} name="next" size=${18} /></span>
        </a>`
      }
      ${isAdmin && (isOff ? html`<${Join} />` : html`<${Leave} />`)}
    </div>
  `;
};
