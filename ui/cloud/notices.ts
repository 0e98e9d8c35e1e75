import { html, useEffect } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { mayAct } from '../tournament/night.ts';
import { isTroubled, toneOf } from './model.ts';
import { cloud, cloudText, followCloud, settleRestored, timeText } from './store.ts';

const words = text.cloud;
const page = hrefOf({ page: 'settings', section: 'cloud' });

/** On a leaf that took another one's place: up to when things are known, until all is entered. */
export const RestoredNotice = () => {
  useEffect(followCloud, []);
  const restored = cloud.value?.restored ?? null;
  if (restored === null) return null;
  const done =
    mayAct.value &&
    html`<button type="button" class="btn btn-outline text-text w-full sm:w-auto" onClick=${settleRestored}>${words.settle}</button>`;
  return html`
    <${Notice} tone="warning" action=${done}>
      <strong>${words.known(timeText(restored.knownAt))}</strong> ${words.knownLead(restored.series)}
    <//>
  `;
};

/** Only where the copy in the cloud falls behind for longer than a hiccup of the line. */
export const BehindNotice = () => {
  useEffect(followCloud, []);
  const now = cloud.value;
  if (now === null || !isTroubled(now)) return null;
  const { state } = now;
  const isLine = state === 'connecting' || state === 'catchingUp';
  return html`
    <${Notice} tone=${toneOf(now)} action=${html`<a class="btn btn-outline text-text w-full sm:w-auto" href=${page}>${words.look}</a>`}>
      <strong>${isLine ? cloudText(now) : `${words.title}: ${words.states[state]}`}.</strong>
      ${' '}${isLine ? words.goesOn : ''}
    <//>
  `;
};

/** A quiet sign beside the other buttons of the top bar; it speaks up where the copy falls behind. */
export const CloudSign = () => {
  useEffect(followCloud, []);
  const now = cloud.value;
  if (now === null || now.state === 'off') return null;
  const isBad = isTroubled(now);
  const label = isBad ? `${words.states[now.state]}: ${cloudText(now)}` : cloudText(now);
  return html`
    <a class=${`btn btn-icon relative ${isBad ? 'text-text' : 'text-secondary'}`} href=${page} aria-label=${label} title=${label}>
      <${Icon} name="cloud" />
      ${isBad && html`<span class=${`absolute top-2 right-2 w-2.5 h-2.5 rounded-full tone-${toneOf(now)}`} aria-hidden="true"><span class="block w-full h-full rounded-full bg-current"></span></span>`}
    </a>
  `;
};
