import type { ReleaseLine, RunningLine } from '../../src/core/app.ts';
import { number } from '../amounts.ts';
import { put } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Card, Line, Notice } from '../parts/bits.ts';
import { Chips } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import { toast } from '../toasts.ts';
import { attemptRelease, becauseText, buildText, dayText, sizeText } from './release-words.ts';
import { failuresOf, STEPS } from './releases-model.ts';
import { slowBeat } from './store.ts';
import { momentText } from './words.ts';

const say = text.releases;

type Change = { readonly rollout?: number; readonly channel?: string; readonly halted?: boolean };
type Props = {
  readonly release: ReleaseLine;
  readonly onChange: (change: Change) => Promise<void>;
};

const STEP_CHOICES = STEPS.map((step) => ({
  value: `${step}`,
  label: step === 0 ? say.nobody : step === 100 ? say.everybody : `${step}`,
}));

/** Chosen first, then said in a button what it does: a wrong tap reaches nobody's machine. */
const Rollout = ({ release, onChange }: Props) => {
  const picked = useSignal(`${release.rollout}`);
  const percent = Number(picked.value);
  return html`
    <section class="flex flex-col gap-3">
      <${Chips} value=${picked} label=${say.rollout} choices=${STEP_CHOICES} />
      <p class="text-caption text-secondary">${say.rolloutLead}</p>
      ${percent !== release.rollout && html`<button type="button" class="btn btn-primary" onClick=${() => onChange({ rollout: percent })}>${say.rollTo(percent)}</button>`}
    </section>
  `;
};

const Channel = ({ release, onChange }: Props) => {
  const picked = useSignal(release.channel);
  const choices = Object.entries(say.channels).map(([value, label]) => ({ value, label }));
  return html`
    <section class="flex flex-col gap-3">
      <${Chips} value=${picked} label=${say.channel} choices=${choices} />
      <p class="text-caption text-secondary">${say.channelLead}</p>
      ${picked.value !== release.channel && html`<button type="button" class="btn btn-primary" onClick=${() => onChange({ channel: picked.value })}>${general.save}</button>`}
    </section>
  `;
};

const Resume = ({ onChange }: Props) => {
  const isAsked = useSignal(false);
  const ask = (is: boolean) => () => {
    isAsked.value = is;
  };
  if (!isAsked.value) {
    return html`<button type="button" class="btn btn-outline" onClick=${ask(true)}>${say.resume}</button>`;
  }
  return html`
    <section class="card p-4 flex flex-col gap-3" role="group" aria-label=${say.resumeTitle}>
      <h3 class="font-semibold">${say.resumeTitle}</h3>
      <p class="text-secondary">${say.resumeLead}</p>
      <div class="flex gap-2 flex-wrap">
        <button type="button" class="btn btn-danger" onClick=${() => onChange({ halted: false })}>${say.resumeConfirm}</button>
        <button type="button" class="btn btn-outline" onClick=${ask(false)}>${general.cancel}</button>
      </div>
    </section>
  `;
};

const Halted = ({ release, onChange }: Props) => html`
  <${Notice} tone="danger">
    <strong class="block font-semibold">${say.state.halted}</strong>${say.haltedWhy[release.haltedWhy ?? ''] ?? ''}
    <span class="block text-caption text-secondary">${momentText(release.haltedAt ?? 0)}</span>
  <//>
  ${release.haltedWhy !== 'revoked' && html`<${Resume} release=${release} onChange=${onChange} />`}
`;

const Failures = ({
  release,
  venues,
}: {
  readonly release: ReleaseLine;
  readonly venues: readonly RunningLine[];
}) => {
  const failures = failuresOf(venues, release.sequence);
  if (failures.length === 0) return null;
  return html`
    <${Card} title=${say.backAt}>
      <ul class="rows">
        ${failures.map(({ venue, reason, at }) => html`<li key=${venue.id} class="px-4 py-2.5"><span class="block font-medium break-words" dir="auto">${venue.name}</span><span class="block text-caption text-secondary">${[becauseText(reason), momentText(at)].filter(Boolean).join(' · ')}</span></li>`)}
      </ul>
    <//>
  `;
};

const Files = ({ release }: { readonly release: ReleaseLine }) => html`
  <${Card} title=${say.files}>
    <ul class="rows">
      ${release.files.map(
        ({ target, size, expiresAt, deltas }) => html`
          <li key=${target} class="px-4 py-2.5">
            <span class="flex items-baseline gap-3"><span class="grow font-medium">${target}</span><span class="mono">${sizeText(size)}</span></span>
            <span class="block text-caption text-secondary">${(expiresAt > slowBeat.value ? say.until : say.expiredAt)(dayText(expiresAt))}</span>
            ${deltas.map(({ from, size: less }) => html`<span key=${from} class="block text-caption text-secondary">${say.delta(number(from), sizeText(less))}</span>`)}
          </li>
        `,
      )}
    </ul>
  <//>
`;

const Counts = ({ release }: { readonly release: ReleaseLine }) => {
  const { running, offered, wentBack, refused } = release.venues;
  return html`
    <${Card}>
      <div class="rows py-1">
        <${Line} label=${say.lines.running} value=${number(running)} />
        <${Line} label=${say.lines.offered} value=${number(offered)} />
        <${Line} label=${say.lines.wentBack} value=${number(wentBack)} tone=${wentBack > 0 ? 'text-danger' : ''} />
        ${refused > 0 && html`<${Line} label=${say.lines.refused} value=${number(refused)} tone="text-danger" />`}
        <${Line} label=${say.addedAt} value=${momentText(release.addedAt)} />
      </div>
    <//>
  `;
};

const Notes = ({ notes }: { readonly notes: string }) => html`
  <${Card} title=${say.notes}><p class="px-4 pb-4 whitespace-pre-line break-words" dir="auto">${notes}</p><//>
`;

/** One release: how it fares, how far it goes, and the way to stop it. */
export const ReleaseSheet = ({
  release,
  venues,
  onChanged,
  onClose,
}: {
  readonly release: ReleaseLine;
  readonly venues: readonly RunningLine[];
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { product, sequence, version, channel, rollout, haltedAt, notes } = release;
  const change = (what: Change) =>
    attemptRelease(async () => {
      await put(`/releases/${product}/${sequence}`, what);
      toast({ tone: 'plain', title: say.changed });
      await onChanged();
    });
  const own = { release, onChange: change };
  return html`
    <${Sheet} title=${buildText(version, sequence)} onClose=${onClose}>
      <div class="flex flex-col gap-5">
        ${haltedAt !== null && html`<${Halted} ...${own} />`}
        <${Counts} release=${release} />
        <${Failures} release=${release} venues=${venues} />
        ${haltedAt === null && html`<${Rollout} key=${rollout} ...${own} />`}
        ${release.signedFor === 'stable' && html`<${Channel} key=${channel} ...${own} />`}
        ${notes && html`<${Notes} notes=${notes} />`}
        <${Files} release=${release} />
        ${haltedAt === null && html`<button type="button" class="btn btn-outline text-danger" onClick=${() => change({ halted: true })}>${say.halt}</button>`}
      </div>
    <//>
  `;
};
