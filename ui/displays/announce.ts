import { del, post } from '../api.ts';
import { html, signal, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Select, Switch, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Opens } from '../parts/opens.ts';
import { Sheet } from '../parts/sheet.ts';
import { attempt, toast } from '../toasts.ts';
import { whereBody } from './model.ts';
import { WhereSelect, whereText } from './where.ts';

/** Where, how long and how loud: as it was last time, because a night repeats itself. */
const where = signal('');
const seconds = signal('30');
const sound = signal(true);
const phones = signal(true);

const SECONDS = [10, 20, 30, 60, 120, 300];

const takeDown = (id: string): Promise<unknown> =>
  attempt(async () => {
    await del(`/displays/announce/${id}`);
    toast({ tone: 'plain', title: laterText.displays.announce.taken });
  });

/** Answers whether it was said. */
const announce = async (message: string): Promise<boolean> => {
  const body = {
    text: message,
    seconds: Number(seconds.value),
    sound: sound.value,
    phones: phones.value,
    ...whereBody(where.value),
  };
  const made = await attempt(() => post<{ id: string }>('/displays/announce', body));
  if (made === undefined) return false;
  toast({
    tone: 'plain',
    title: `${laterText.displays.announce.done}: ${message}`,
    detail: laterText.displays.announce.for(body.seconds, whereText(where.value)),
    action: { label: laterText.displays.announce.down, run: () => void takeDown(made.id) },
  });
  return true;
};

const Presets = ({ say }: { say: (message: string) => void }) => html`
  <section class="flex flex-col gap-2" aria-label=${laterText.displays.announce.presetsLabel}>
    <h3 class="label">${laterText.displays.announce.presetsLabel}</h3>
    <div class="grid grid-cols-1 sm:grid-cols-2 gap-2">
      ${laterText.displays.announce.presets.map(
        (message) => html`
          <button type="button" class="card px-4 min-h-13 py-2 font-medium text-left flex items-center gap-3" onClick=${() => say(message)}>
            <span class="text-primary"><${Icon} name="announce" size=${18} /></span>${message}
          </button>
        `,
      )}
    </div>
  </section>
`;

const Options = () => html`
  <details class="card group">
    <summary class="px-4 min-h-13 flex items-center gap-3 cursor-pointer">
      <span class="grow font-medium">${laterText.displays.announce.more}</span>
      <span class="text-caption text-secondary text-right">${laterText.displays.announce.for(Number(seconds.value), whereText(where.value))}</span>
      <${Opens} />
    </summary>
    <div class="px-4 pb-3 flex flex-col gap-2">
      <div class="grid grid-cols-2 gap-3">
        <${WhereSelect} value=${where} />
        <${Select}
          value=${seconds}
          label=${laterText.displays.announce.seconds}
          choices=${SECONDS.map((n) => ({ value: String(n), label: String(n) }))}
        />
      </div>
      <${Switch} value=${sound} label=${laterText.displays.announce.sound} />
      <${Switch} value=${phones} label=${laterText.displays.announce.phones} />
    </div>
  </details>
`;

/** A message over the screens: a preset is one tap here, own words are typed (DSP-10). */
export const AnnounceSheet = ({ onClose }: { onClose: () => void }) => {
  const own = useSignal('');
  const busy = useSignal(false);
  const say = async (message: string) => {
    if (busy.value || message.trim() === '') return;
    busy.value = true;
    const said = await announce(message.trim());
    busy.value = false;
    if (said) onClose();
  };
  const footer = html`
    <form
      class="flex items-end gap-2"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        void say(own.value);
      }}
    >
      <${TextField} class="grow" value=${own} label=${laterText.displays.announce.own} maxLength=${200} />
      <button type="submit" class="btn btn-primary flex-none" disabled=${busy.value || own.value.trim() === ''}>
        ${laterText.displays.announce.submit}
      </button>
    </form>
  `;
  return html`
    <${Sheet} title=${laterText.displays.announce.title} footer=${footer} onClose=${onClose}>
      <div class="flex flex-col gap-4">
        <${Options} />
        <${Presets} say=${say} />
      </div>
    <//>
  `;
};
