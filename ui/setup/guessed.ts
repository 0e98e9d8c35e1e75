import type { Signal } from '../html.ts';
import { html, typedIn, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Field, Select, TextField } from '../parts/form.ts';
import { Opens } from '../parts/opens.ts';
import { locale } from '../texts/en/locale.ts';
import { isSlug } from './model.ts';

/** Where this browser is, so that most houses need not open what is guessed. */
export const here = Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Berlin';
const ZONES = [...new Set([here, ...Intl.supportedValuesOf('timeZone')])];
export const isZone = (name: string): boolean => ZONES.includes(name);

const names = new Intl.DisplayNames(locale.tag, { type: 'currency' });
const CURRENCIES = Intl.supportedValuesOf('currency').map((value) => ({
  value,
  label: `${value} · ${names.of(value) ?? value}`,
}));

type Guess = {
  readonly timezone: Signal<string>;
  readonly currency: Signal<string>;
  /** Null: nobody typed one, it follows the venue's name. */
  readonly slug: Signal<string | null>;
};

const ZoneField = ({ timezone }: Pick<Guess, 'timezone'>) => {
  const isWrong = !isZone(timezone.value);
  return html`
    <${Field} label=${laterText.setup.timezone} error=${isWrong ? laterText.venue.badZone : undefined}>
      <input
        class="input"
        list="zones"
        autocomplete="off"
        aria-invalid=${String(isWrong)}
        value=${timezone}
        onInput=${(event: Event) => {
          timezone.value = typedIn(event);
        }}
      />
      <datalist id="zones">${ZONES.map((zone) => html`<option value=${zone}></option>`)}</datalist>
    <//>
  `;
};

/** What is guessed of a venue, in one line that opens; open by itself where a guess will not do. */
export const Guessed = ({ guess, name, slug }: { guess: Guess; name: string; slug: string }) => {
  const shown = useSignal('');
  shown.value = slug;
  const { timezone, currency } = guess;
  const isWrong = name !== '' && !isSlug(slug);
  return html`
    <details class="rounded-lg border border-surface1 px-3 group" open=${isWrong}>
      <summary class="min-h-14 py-2 flex items-center gap-3 cursor-pointer">
        <span class="grow min-w-0">
          <span class="block text-caption text-secondary font-medium">${laterText.setup.guessedTitle}</span>
          <span class="block truncate">${laterText.setup.guessed(timezone.value, currency.value, slug || '…')}</span>
        </span>
        <${Opens} />
      </summary>
      <div class="flex flex-col gap-4 pb-4 pt-2">
        <${TextField}
          value=${shown}
          label=${laterText.setup.slug}
          hint=${laterText.setup.slugHint}
          error=${isWrong ? laterText.setup.slugHint : undefined}
          maxLength=${63}
          onInput=${() => {
            guess.slug.value = shown.value;
          }}
        />
        <div class="grid grid-cols-1 sm:grid-cols-2 gap-4">
          <${ZoneField} timezone=${timezone} />
          <${Select} value=${currency} label=${laterText.setup.currency} choices=${CURRENCIES} />
        </div>
      </div>
    </details>
  `;
};
