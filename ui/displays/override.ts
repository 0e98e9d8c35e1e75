import { post } from '../api.ts';
import { html, signal, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Chips, Select, Submit } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { attempt, toast } from '../toasts.ts';
import { VIEWS, whereBody } from './model.ts';
import { endOverrides, loadDisplays, tournaments } from './store.ts';
import { WhereSelect, whereText } from './where.ts';

const DURATIONS = ['30', '60', '300', '900', ''] as const;

const view = signal<string>('rankings');
const seconds = signal<string>('60');
const where = signal('');

/** One view on all screens or some, for a while (DSP-4). */
export const OverrideSheet = ({
  tournamentId,
  onClose,
}: {
  tournamentId: string | null;
  onClose: () => void;
}) => {
  const busy = useSignal(false);
  const chosen = useSignal(tournamentId ?? '');
  const words = laterText.displays.override;
  const viewName = VIEWS.find((one) => one === view.value) ?? 'rankings';
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    const body = {
      view: viewName,
      tournamentId: viewName === 'lobby' ? null : chosen.value || null,
      seconds: seconds.value === '' ? null : Number(seconds.value),
      ...whereBody(where.value),
    };
    const made = await attempt(() => post('/displays/override', body));
    busy.value = false;
    if (made === undefined) return;
    await loadDisplays();
    toast({
      tone: 'plain',
      title: words.done(laterText.displays.views[viewName], whereText(where.value)),
      action: { label: words.end, run: () => void endOverrides() },
    });
    onClose();
  };
  const own = { value: '', label: words.own };
  const listed = tournaments.value.map(({ id, name }) => ({ value: id, label: name }));
  return html`
    <${Sheet} title=${words.title} onClose=${onClose}>
      <form class="flex flex-col gap-5" onSubmit=${submit}>
        <p class="text-secondary">${words.lead}</p>
        <${Chips} value=${view} label=${words.view} choices=${VIEWS.map((value) => ({ value, label: laterText.displays.views[value] }))} />
        <${Chips} value=${seconds} label=${words.seconds} choices=${DURATIONS.map((value) => ({ value, label: words.durations[value] ?? value }))} />
        <div class="grid grid-cols-1 sm:grid-cols-2 gap-3">
          ${viewName !== 'lobby' && html`<${Select} value=${chosen} label=${laterText.displays.tournament} choices=${[own, ...listed]} />`}
          <${WhereSelect} value=${where} />
        </div>
        <${Submit} label=${words.submit} busy=${busy} />
      </form>
    <//>
  `;
};
