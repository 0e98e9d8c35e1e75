import { session } from '../api.ts';
import { timeText } from '../cloud/store.ts';
import { html, useEffect } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Notice } from '../parts/bits.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { becauseOf, isNews, titleOf } from './software-model.ts';
import { followSoftware, software } from './software-store.ts';

const words = text.software;

const Said = ({ tone, children }: { tone: Tone; children?: unknown }) => {
  const href = hrefOf({ page: 'settings', section: 'software' });
  const look = html`<a class="btn btn-outline text-text w-full sm:w-auto" href=${href}>${words.notice.look}</a>`;
  return html`<${Notice} tone=${tone} action=${look}>${children}<//>`;
};

/** What cannot wait until somebody looks: it is going on right now, or it went wrong. */
export const SoftwareNotice = () => {
  useEffect(followSoftware, []);
  const now = software.value;
  if (now === null) return null;
  const { state, last } = now;
  if (state === 'updating')
    return html`<${Said} tone="info"><strong>${titleOf(now, words)}.</strong> ${words.means.updating}<//>`;
  if (!isNews(last)) return null;
  return html`
    <${Said} tone="warning">
      <strong>${last.outcome === 'rolledBack' ? words.last.rolledBack(last.to) : words.last.refused}.</strong>
      ${' '}${becauseOf(last, words)}
    <//>
  `;
};

/** Beside the nights, where there is time for it: also what is ready, for who may put it in. */
export const SoftwareReadyNotice = () => {
  useEffect(followSoftware, []);
  const now = software.value;
  if (now === null || session.value?.operator.role !== 'admin') return null;
  const { state, offer, running, trial } = now;
  if (state === 'trial' && trial !== null)
    return html`<${Said} tone="info">${words.notice.trial(running.version, timeText(trial.until))}<//>`;
  if (offer === null || offer.failedHere) return null;
  if (state === 'ready')
    return html`<${Said} tone="primary">${words.notice.ready(offer.version)}<//>`;
  return state === 'waiting'
    ? html`<${Said} tone="info">${words.notice.waiting(offer.version)}<//>`
    : null;
};
