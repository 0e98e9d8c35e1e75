import type { AlertsView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { del, post, put } from '../api.ts';
import { timeText } from '../cloud/store.ts';
import { html, useSignal } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { Submit, TextField } from '../parts/form.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { alerts } from './alerts-store.ts';

const words = text.alerts.webhook;

type Webhook = NonNullable<AlertsView['webhook']>;

const isAddress = (url: string): boolean => /^https?:\/\//u.test(url) && URL.canParse(url);

const sendTest = () =>
  attempt(async () => {
    alerts.value = await post<AlertsView>('/alerts/webhook/test');
    toast({ tone: 'plain', title: words.tested });
  });

const remove = () =>
  attempt(async () => {
    alerts.value = await del<AlertsView>('/alerts/webhook');
    toast({ tone: 'plain', title: words.removed });
  });

const Standing = ({ now }: { now: Webhook }) => html`
  <div class="px-4 pb-4 flex flex-col gap-3">
    <div>
      <p class="font-semibold break-all">${words.to(now.host)}</p>
      <p class="text-secondary">
        ${now.deliveredAt !== null && html`${words.delivered(timeText(now.deliveredAt))}. `}
        ${now.waiting > 0 && html`${words.waiting(number(now.waiting), now.waiting === 1)}. `}
        ${now.isFixed && words.fixed}
      </p>
      ${now.problem !== null && html`<p class="text-caption text-secondary break-words mt-1">${words.problem(now.problem)}</p>`}
    </div>
    <div class="flex flex-wrap gap-2">
      <button type="button" class="btn btn-outline text-text" onClick=${sendTest}>${words.test}</button>
      ${!now.isFixed && html`<button type="button" class="btn btn-ghost text-danger" onClick=${remove}>${words.remove}</button>`}
    </div>
  </div>
`;

const Secret = ({ secret }: { secret: string }) => {
  const isCopied = useSignal(false);
  const copy = async () => {
    // Not on plain http in a house: there it is marked and copied by hand.
    await navigator.clipboard?.writeText(secret).catch(() => undefined);
    isCopied.value = navigator.clipboard !== undefined;
  };
  return html`
    <div class="px-4 pb-4 flex flex-col gap-2" role="status">
      <p class="font-semibold">${words.secretTitle}</p>
      <p class="text-secondary">${words.secretLead}</p>
      <code class="mono break-all select-all rounded-lg bg-surface1 px-3 py-2.5">${secret}</code>
      <button type="button" class="btn btn-outline text-text self-start" onClick=${copy}>${isCopied.value ? words.copied : words.copy}</button>
    </div>
  `;
};

/** Who else is told, for an admin. */
export const WebhookCard = ({ now }: { now: Webhook | null }) => {
  const url = useSignal('');
  const secret = useSignal('');
  const busy = useSignal(false);
  const error = useSignal('');
  const save = async (event: Event) => {
    event.preventDefault();
    const to = url.value.trim();
    error.value = isAddress(to) ? '' : words.badUrl;
    if (error.value !== '') return;
    busy.value = true;
    await attempt(async () => {
      const { secret: told, ...view } = await put<AlertsView & { secret: string }>(
        '/alerts/webhook',
        { url: to },
      );
      [alerts.value, secret.value] = [view, told];
    });
    busy.value = false;
  };
  return html`
    <${Card} title=${words.title}>
      <p class="px-4 pb-4 text-secondary">${words.lead}</p>
      ${secret.value !== '' && now !== null && html`<${Secret} secret=${secret.value} />`}
      ${
        now === null
          ? html`<form class="px-4 pb-4 flex flex-col gap-4" onSubmit=${save} novalidate>
              <${TextField} value=${url} type="url" inputMode="url" label=${words.url} hint=${words.urlHint} error=${error.value || undefined} />
              <${Submit} label=${words.save} busy=${busy} />
            </form>`
          : html`<${Standing} now=${now} />`
      }
    <//>
  `;
};
