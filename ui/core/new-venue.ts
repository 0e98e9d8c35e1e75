import type { CodeTold } from '../../src/core/app.ts';
import { post } from '../api.ts';
import { html, useSignal } from '../html.ts';
import { Select, Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { core as text } from '../texts/en/core.ts';
import { CodeCard } from './code.ts';
import { placeChoices, useOrganisations } from './places.ts';
import { wordsOf } from './words.ts';

/** `Spielbank Hohensyburg` → `spielbank-hohensyburg`. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/gu, 'ss')
    .replace(/[øØ]/gu, 'o')
    .replace(/[æÆ]/gu, 'ae')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 40);

const useForm = () => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return {
    name: useSignal(''),
    /** Follows the name until somebody types one. */
    slug: useSignal(''),
    isOwnSlug: useSignal(false),
    timezone: useSignal(timeZone),
    currency: useSignal('EUR'),
    organisation: useSignal(''),
  };
};

type Form = ReturnType<typeof useForm>;

const Fields = ({ form }: { form: Form }) => {
  const organisations = useOrganisations();
  return html`
  <${TextField}
    value=${form.name}
    label=${text.fleet.name}
    autoFocus
    maxLength=${120}
    onInput=${() => {
      if (!form.isOwnSlug.value) form.slug.value = slugOf(form.name.value);
    }}
  />
  <${TextField}
    value=${form.slug}
    label=${text.fleet.slug}
    hint=${text.fleet.slugHint}
    onInput=${() => {
      form.isOwnSlug.value = true;
    }}
  />
  <div class="grid grid-cols-[2fr_1fr] gap-3">
    <${TextField} value=${form.timezone} label=${text.fleet.timezone} />
    <${TextField} value=${form.currency} label=${text.fleet.currency} maxLength=${3} />
  </div>
  <${Select} value=${form.organisation} label=${text.fleet.organisation} choices=${placeChoices(text.fleet.noOrganisation, organisations)} />
`;
};

/** A new venue, and then the code for its leaf. */
const NewVenueSheet = ({ onClose }: { onClose: () => void }) => {
  const form = useForm();
  const [problem, busy] = [useSignal(''), useSignal(false)];
  const told = useSignal<CodeTold | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    try {
      told.value = await post<CodeTold>('/venues', {
        ...{ name: form.name.value, slug: form.slug.value, timezone: form.timezone.value },
        currency: form.currency.value.toUpperCase(),
        organisationId: form.organisation.value === '' ? null : form.organisation.value,
      });
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  const title = told.value === null ? text.fleet.add : form.name.value;
  return html`
    <${Sheet} title=${title} onClose=${onClose}>
      ${
        told.value === null
          ? html`<form class="flex flex-col gap-4" onSubmit=${submit}>
              <${Fields} form=${form} />
              <p class="text-danger min-h-6" role="alert">${problem.value}</p>
              <${Submit} label=${text.fleet.make} busy=${busy} disabled=${form.name.value.trim() === '' || form.slug.value === ''} />
            </form>`
          : html`<${CodeCard} told=${told.value} />`
      }
    <//>
  `;
};

/** The button for a new venue, and the sheet that it opens. */
export const AddVenue = () => {
  const isOpen = useSignal(false);
  const show = (is: boolean) => () => {
    isOpen.value = is;
  };
  return html`
    <button type="button" class="btn btn-primary" onClick=${show(true)}>
      <${Icon} name="plus" />${text.fleet.add}
    </button>
    ${isOpen.value && html`<${NewVenueSheet} onClose=${show(false)} />`}
  `;
};
