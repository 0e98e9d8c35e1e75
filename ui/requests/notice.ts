import { html, useEffect } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { mayAct } from '../tournament/night.ts';
import { followRequests, openCount } from './store.ts';

const words = text.requests;

/** Late registrations that wait for this tournament's floor. */
export const WaitingNotice = ({ tournamentId }: { tournamentId: string }) => {
  useEffect(followRequests, []);
  const count = openCount(tournamentId);
  if (count === 0 || !mayAct.value) return null;
  const look = html`<a class="btn btn-primary" href=${hrefOf({ page: 'requests', from: tournamentId })}>${words.look}</a>`;
  return html`
    <${Notice} tone="warning" action=${look}>
      <strong>${words.waiting(count)}</strong> ${words.waitingLead}
    <//>
  `;
};

/** The way to them from where all tournaments stand; there only where something waits. */
export const RequestsBadge = () => {
  useEffect(followRequests, []);
  const count = openCount();
  if (count === 0) return null;
  const label = words.badge(count);
  return html`
    <a class="btn btn-icon text-text relative" href=${hrefOf({ page: 'requests', from: null })} aria-label=${label} title=${label}>
      <${Icon} name="inbox" />
      <span class="absolute top-1 right-1 min-w-5 h-5 px-1 rounded-full text-micro font-bold grid place-items-center tone-warning" aria-hidden="true">${count}</span>
    </a>
  `;
};
