import { number } from '../amounts.ts';
import { html, useEffect } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { nightAlerts } from './alerts-model.ts';
import { alerts, followAlerts, saidOf } from './alerts-store.ts';

const words = text.alerts;
const page = hrefOf({ page: 'settings', section: 'alerts' });

/** One calm line of what is not well with the server: the gravest, and what to do about it. */
export const AlertNotice = () => {
  useEffect(followAlerts, []);
  const [first, ...rest] = nightAlerts(alerts.value?.alerts ?? []);
  if (first === undefined) return null;
  const look = html`<a class="btn btn-outline text-text w-full sm:w-auto" href=${page}>${words.look}</a>`;
  return html`
    <${Notice} tone=${first.tone} action=${look}>
      <strong>${saidOf(first)}.</strong> ${words.todo[first.kind]}
      ${rest.length > 0 && html`${' '}${words.more(number(rest.length), rest.length === 1)}`}
    <//>
  `;
};
