import type { AlertsView } from '../../src/server/app.ts';
import { number } from '../amounts.ts';
import { post, session } from '../api.ts';
import { timeText } from '../cloud/store.ts';
import type { ComponentChildren } from '../html.ts';
import { html, useEffect } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { attempt } from '../toasts.ts';
import type { Alert } from './alerts-model.ts';
import { bytesText, isOnce, percentText, toneOf } from './alerts-model.ts';
import { alerts, followAlerts, saidOf } from './alerts-store.ts';
import { WebhookCard } from './alerts-webhook.ts';

const words = text.alerts;

type Machine = AlertsView['machine'];

const bytes = (n: number): string => bytesText(n, number);
const percent = (share: number): string => percentText(share, { number });

const Fact = ({ label, children }: { label: string; children?: ComponentChildren }) => html`
  <div class="flex items-center justify-between gap-4 px-4 min-h-13 py-2">
    <span class="text-secondary">${label}</span>
    <span class="mono text-right">${children}</span>
  </div>
`;

const seen = () =>
  attempt(async () => {
    alerts.value = await post<AlertsView>('/alerts/seen');
  });

/** What the machine has to say about something that happened once. */
const detailOf = ({ kind }: Alert, { restarted, changed }: Machine): string => {
  if (kind === 'restart' && restarted !== null) return words.facts[restarted.how];
  if (kind !== 'machine') return '';
  const named = {
    board: words.facts.board,
    disk: words.facts.diskChanged,
    system: words.facts.system,
  };
  return changed.map((part) => named[part]).join(', ');
};

const Line = ({ alert, machine }: { alert: Alert; machine: Machine }) => {
  const detail = detailOf(alert, machine);
  return html`
    <li class="px-4 py-3.5 flex items-start gap-3">
      <span class=${`tone-${alert.tone} w-2.5 h-2.5 mt-2 rounded-full flex-none`} aria-hidden="true"><span class="block w-full h-full rounded-full bg-current"></span></span>
      <div class="grow min-w-0">
        <div class="flex flex-wrap items-baseline justify-between gap-x-4">
          <strong>${saidOf(alert)}</strong>
          <span class="text-caption text-secondary">${words.since(timeText(alert.since))}</span>
        </div>
        <p class="text-secondary mt-0.5">${words.todo[alert.kind]}</p>
        ${detail && html`<p class="text-caption text-secondary mt-1">${detail}</p>`}
      </div>
    </li>
  `;
};

const Standing = ({ now: { alerts: all, machine } }: { now: AlertsView }) => {
  const isAdmin = session.value?.operator.role === 'admin';
  return html`
    <${Card}>
      <div class=${`px-4 py-4 flex gap-4 ${all.length === 0 ? 'items-start' : 'items-center'}`}>
        <span class=${`tone-${toneOf(all)} rounded-xl p-2.5 flex-none`}><${Icon} name="pulse" size=${26} /></span>
        <div class="grow min-w-0">
          <span class="text-h3 font-semibold" role="status">${all.length === 0 ? words.well : words.some(number(all.length), all.length === 1)}</span>
          ${all.length === 0 && html`<p class="text-secondary mt-1">${words.wellLead}</p>`}
        </div>
      </div>
      ${all.length > 0 && html`<ul class="rows border-t border-surface1 m-0 p-0 list-none">${all.map((alert) => html`<${Line} alert=${alert} machine=${machine} />`)}</ul>`}
      ${
        isAdmin &&
        all.some(isOnce) &&
        html`<div class="px-4 pb-4 pt-1"><button type="button" class="btn btn-outline text-text w-full sm:w-auto" onClick=${seen}>${words.seen}</button></div>`
      }
    <//>
  `;
};

const powerText = ({
  onBattery,
  percent: left,
  minutesLeft,
}: NonNullable<Machine['power']>): string => {
  const share = left === null ? words.unknown : percent(left / 100);
  if (!onBattery) return words.facts.mains(share);
  return minutesLeft === null
    ? words.facts.battery(share)
    : words.facts.batteryFor(share, number(minutesLeft));
};

/** Only what this machine says of itself. */
const Facts = ({ now }: { now: Machine }) => {
  const { facts } = words;
  return html`
    <${Card} title=${facts.title} class="rows pb-1">
      ${now.celsius !== null && html`<${Fact} label=${facts.temperature}>${number(Math.round(now.celsius))}\u00a0°C<//>`}
      ${now.freeBytes !== null && html`<${Fact} label=${facts.disk}>${facts.of(bytes(now.freeBytes), bytes(now.totalBytes ?? 0))}<//>`}
      ${now.diskWear !== null && html`<${Fact} label=${facts.wear}>${percent(now.diskWear)}<//>`}
      ${now.ballast !== null && html`<${Fact} label=${facts.ballast}>${now.ballast.held ? bytes(now.ballast.bytes) : facts.notHeld}<//>`}
      ${now.memoryAvailable !== null && html`<${Fact} label=${facts.memory}>${facts.of(bytes(now.memoryAvailable), bytes(now.memoryTotal ?? 0))}<//>`}
      <${Fact} label=${facts.clock}>${now.clockSynchronised ? facts.kept : facts.alone}<//>
      ${now.power !== null && html`<${Fact} label=${facts.power}>${powerText(now.power)}<//>`}
    <//>
  `;
};

/** How the server and its machine are, what to do about it, and who else is told. */
export const AlertSettings = () => {
  useEffect(followAlerts, []);
  const now = alerts.value;
  if (now === null) return html`<p class="text-secondary breathe">${text.loading}</p>`;
  const isAdmin = session.value?.operator.role === 'admin';
  return html`
    <div class="flex flex-col gap-4 max-w-180">
      <${Standing} now=${now} />
      <${Facts} now=${now.machine} />
      ${isAdmin && html`<${WebhookCard} now=${now.webhook} />`}
    </div>
  `;
};
