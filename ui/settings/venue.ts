import type { Language } from '../../src/kernel/language.ts';
import type { ComponentChildren } from '../html.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { useFieldIssues } from '../parts/field-issues.ts';
import { Field, Select, TextField } from '../parts/form.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { isLanguage, LANGUAGES } from './languages.ts';
import { SaveBar } from './save-bar.ts';
import type { Venue } from './store.ts';
import { loadVenue, saveVenue, venueNow } from './store.ts';

const ZONES = Intl.supportedValuesOf('timeZone');
const currencies = new Intl.DisplayNames(locale.tag, { type: 'currency' });
const CURRENCIES = Intl.supportedValuesOf('currency').map((value) => ({
  value,
  label: `${value} · ${currencies.of(value) ?? value}`,
}));
const URL = /^https?:\/\/[^\s/?#]+$/u;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;
/** What WPA asks for. */
const LEAST_PASSWORD = 8;

/** As the leaf calls them. */
const FIELDS = [
  ...['name', 'slug', 'timezone', 'currency', 'language', 'publicUrl', 'ssid', 'password'],
] as const;

const useForm = (venue: Venue) => ({
  name: useSignal(venue.name),
  slug: useSignal(venue.slug),
  timezone: useSignal(venue.timezone),
  currency: useSignal(venue.currency),
  language: useSignal<string>(venue.language),
  publicUrl: useSignal(venue.publicUrl ?? ''),
  ssid: useSignal(venue.wifi?.ssid ?? ''),
  password: useSignal(venue.wifi?.password ?? ''),
});
type Form = ReturnType<typeof useForm>;

const languageOf = (chosen: string, otherwise: Language): Language =>
  isLanguage(chosen) ? chosen : otherwise;

const changeOf = (form: Form, venue: Venue) => {
  const ssid = form.ssid.value.trim();
  const url = form.publicUrl.value.trim().replace(/\/+$/, '');
  return {
    name: form.name.value.trim(),
    slug: form.slug.value.trim(),
    timezone: form.timezone.value,
    currency: form.currency.value,
    language: languageOf(form.language.value, venue.language),
    publicUrl: url === '' ? null : url,
    wifi: ssid === '' ? null : { ssid, password: form.password.value },
  };
};

/** An open network has no password; any other has enough letters. */
const fitsWifi = (password: string): boolean =>
  password === '' || password.length >= LEAST_PASSWORD;

const problemsOf = (change: ReturnType<typeof changeOf>) => ({
  slug: SLUG.test(change.slug) ? '' : laterText.venue.slugHint,
  timezone: ZONES.includes(change.timezone) ? '' : laterText.venue.badZone,
  publicUrl: change.publicUrl === null || URL.test(change.publicUrl) ? '' : laterText.venue.badUrl,
  wifi: fitsWifi(change.wifi?.password ?? '') ? '' : laterText.venue.wifiShort,
});

const Group = ({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: string;
  children?: ComponentChildren;
}) => html`
  <section class="card p-4 md:p-5 flex flex-col gap-4">
    <div>
      <h2 class="text-h3 font-semibold">${title}</h2>
      ${lead && html`<p class="text-caption text-secondary">${lead}</p>`}
    </div>
    ${children}
  </section>
`;

const ZoneField = ({ form, error }: { form: Form; error: string }) => html`
  <${Field} label=${laterText.venue.timezone} error=${error || undefined}>
    <input
      class="input"
      list="settings-zones"
      autocomplete="off"
      value=${form.timezone}
      onInput=${(event: Event) => {
        form.timezone.value = typedIn(event);
      }}
    />
    <datalist id="settings-zones">${ZONES.map((zone) => html`<option value=${zone}></option>`)}</datalist>
  <//>
`;

const languages = LANGUAGES.map((value) => ({ value, label: laterText.venue.languages[value] }));

const VenueForm = ({ venue }: { venue: Venue }) => {
  const form = useForm(venue);
  const busy = useSignal(false);
  const issues = useFieldIssues(FIELDS);
  const change = changeOf(form, venue);
  const problems = problemsOf(change);
  const dirty = Object.entries(change).some(
    ([key, value]) =>
      JSON.stringify(value) !== JSON.stringify(Object.entries(venue).find(([k]) => k === key)?.[1]),
  );
  const good = change.name !== '' && Object.values(problems).every((problem) => problem === '');
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!good || busy.value) return;
    busy.value = true;
    await saveVenue(change, issues.attempt);
    busy.value = false;
  };
  const discard = () => {
    form.name.value = venue.name;
    form.slug.value = venue.slug;
    form.timezone.value = venue.timezone;
    form.currency.value = venue.currency;
    form.language.value = venue.language;
    form.publicUrl.value = venue.publicUrl ?? '';
    form.ssid.value = venue.wifi?.ssid ?? '';
    form.password.value = venue.wifi?.password ?? '';
  };
  return html`
    <form class="flex flex-col gap-4 max-w-180" onSubmit=${submit}>
      <${Group} title=${laterText.venue.identity}>
        <${TextField} value=${form.name} label=${laterText.venue.name} error=${issues.of('name')} maxLength=${80} />
        <${TextField} value=${form.slug} label=${laterText.venue.slug} hint=${laterText.venue.slugHint} error=${problems.slug || issues.of('slug')} maxLength=${63} />
      <//>
      <${Group} title=${laterText.venue.place}>
        <div class="grid grid-cols-1 sm:grid-cols-2 gap-4">
          <${ZoneField} form=${form} error=${problems.timezone || issues.of('timezone') || ''} />
          <${Select} value=${form.currency} label=${laterText.venue.currency} hint=${laterText.venue.currencyHint} error=${issues.of('currency')} choices=${CURRENCIES} />
        </div>
        <${Select} value=${form.language} label=${laterText.venue.language} hint=${laterText.venue.languageHint} choices=${languages} />
      <//>
      <${Group} title=${laterText.venue.players}>
        <${TextField}
          value=${form.publicUrl}
          label=${laterText.venue.publicUrl}
          hint=${laterText.venue.publicUrlHint}
          error=${problems.publicUrl || issues.of('publicUrl')}
          placeholder=${laterText.venue.publicUrlPlaceholder}
          inputMode="url"
          maxLength=${200}
        />
      <//>
      <${Group} title=${laterText.venue.wifi} lead=${laterText.venue.wifiLead}>
        <div class="grid grid-cols-1 sm:grid-cols-2 gap-4">
          <${TextField} value=${form.ssid} label=${laterText.venue.wifiName} error=${issues.of('ssid')} maxLength=${32} />
          <${TextField} value=${form.password} label=${laterText.venue.wifiPassword} hint=${laterText.venue.wifiPasswordHint} error=${problems.wifi || issues.of('password')} maxLength=${63} />
        </div>
      <//>
      <${SaveBar} shown=${dirty} busy=${busy} disabled=${!good} discard=${discard} />
    </form>
  `;
};

/** The house: what it is called, where it is, how players reach it. */
export const VenueSettings = () => {
  useEffect(() => {
    void loadVenue();
  }, []);
  const venue = venueNow.value;
  if (venue === null) return html`<p class="text-secondary breathe py-8">${text.loading}</p>`;
  return html`<${VenueForm} key=${JSON.stringify(venue)} venue=${venue} />`;
};
