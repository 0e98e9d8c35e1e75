import type { CloudSetup } from '../../src/server/app.ts';
import { get, logIn, post } from '../api.ts';
import { JoinForm } from '../cloud/join.ts';
import type { ComponentChildren, Signal } from '../html.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { isGiven } from '../operators/pin.ts';
import { Submit, TextField } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Opens } from '../parts/opens.ts';
import { go } from '../routes.ts';
import { LANGUAGES, pageLanguage, speak } from '../settings/languages.ts';
import { text } from '../text.ts';
import { attempt, wordsOf } from '../toasts.ts';
import { Guessed, here, isZone } from './guessed.ts';
import { currencyIn, isSlug, slugOf } from './model.ts';
import { PinField } from './pin-field.ts';
import { Restoring } from './restoring.ts';

const useForm = () => ({
  name: useSignal(''),
  slug: useSignal<string | null>(null),
  timezone: useSignal(here),
  currency: useSignal(currencyIn(here, navigator.language)),
  admin: useSignal(''),
  pin: useSignal(''),
  again: useSignal(''),
});
type Form = ReturnType<typeof useForm>;

const bodyOf = (form: Form) => ({
  venue: {
    name: form.name.value.trim(),
    slug: form.slug.value ?? slugOf(form.name.value),
    timezone: form.timezone.value,
    currency: form.currency.value,
    language: pageLanguage(),
  },
  admin: { name: form.admin.value.trim(), pin: form.pin.value },
});

/** What the cloud knows of the venue stands there to be looked at. */
const fillIn = (form: Form, { venue }: CloudSetup): void => {
  if (venue === null) return;
  form.name.value = venue.name;
  form.slug.value = venue.slug;
  form.timezone.value = venue.timezone;
  form.currency.value = venue.currency;
};

const Group = ({ title, children }: { title: string; children?: ComponentChildren }) => html`
  <fieldset class="card p-5 flex flex-col gap-4 m-0 min-w-0">
    <legend class="sr-only">${title}</legend>
    <h2 class="text-h3 font-semibold">${title}</h2>
    ${children}
  </fieldset>
`;

/** Folded away: most houses begin without it. */
const Cloud = ({
  form,
  code,
  joined,
}: {
  form: Form;
  code: Signal<string>;
  joined: Signal<CloudSetup | null>;
}) => {
  const words = text.cloud.join;
  const venue = joined.value?.venue ?? null;
  if (venue !== null)
    return html`<div class="rounded-xl px-4 py-3 tone-success" role="status">
      <strong>${words.done(venue.name)}</strong> <span class="text-text">${words.doneLead}</span>
    </div>`;
  const took = (answer: CloudSetup) => {
    joined.value = answer;
    fillIn(form, answer);
  };
  return html`
    <details class="card px-5 group">
      <summary class="min-h-16 py-2 flex items-center gap-3 cursor-pointer">
        <span class="grow min-w-0">
          <span class="block font-semibold">${words.optional}</span>
          <span class="block text-caption text-secondary">${words.optionalLead}</span>
        </span>
        <${Opens} />
      </summary>
      <div class="pb-5 pt-2 flex flex-col gap-4">
        <p class="text-secondary">${words.lead}</p>
        <${JoinForm} path="/setup/cloud" code=${code} joined=${took} />
      </div>
    </details>
  `;
};

/** The leaf's first minute: the venue and its first admin. */
export const SetupPage = () => {
  const form = useForm();
  const needed = useSignal<boolean | null>(null);
  const busy = useSignal(false);
  const problem = useSignal('');
  const code = useSignal('');
  const joined = useSignal<CloudSetup | null>(null);
  useEffect(() => {
    void attempt(async () => {
      const inCloud = await get<CloudSetup>('/setup/cloud');
      if (inCloud.state !== 'none') joined.value = inCloud;
      fillIn(form, inCloud);
      needed.value = (await get<{ needed: boolean }>('/setup')).needed;
    });
  }, []);
  const body = bodyOf(form);
  const complete =
    body.venue.name !== '' &&
    body.admin.name !== '' &&
    isZone(body.venue.timezone) &&
    isSlug(body.venue.slug) &&
    isGiven(form.pin, form.again);
  const { state } = joined.value ?? {};
  if (joined.value !== null && (state === 'restoring' || state === 'restored'))
    return html`<${Restoring} first=${joined.value} code=${code} />`;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!complete || busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await post('/setup', body);
      await logIn(body.admin.name, body.admin.pin);
      go({ page: 'new', from: 'first' });
    } catch (error) {
      problem.value = wordsOf(error);
    }
    busy.value = false;
  };
  if (needed.value === false)
    return html`<main class="min-h-screen flex flex-col items-center justify-center gap-4 p-6">
      <p class="text-h3">${laterText.setup.done}</p>
      <button type="button" class="btn btn-primary" onClick=${() => go({ page: 'tournaments' })}>${laterText.setup.toLogin}</button>
    </main>`;
  return html`
    <main class="max-w-140 mx-auto px-4 py-8 flex flex-col gap-6">
      <header class="flex flex-col gap-1">
        <span class="text-felt"><${Icon} name="table" size=${44} /></span>
        <h1 class="text-h1 font-bold">${laterText.setup.title}</h1>
        <p class="text-secondary">${laterText.setup.lead}</p>
      </header>
      <div class="flex flex-wrap gap-2" role="group" aria-label=${laterText.setup.language}>
        ${LANGUAGES.map((one) => html`<button type="button" class="chip" aria-pressed=${String(one === pageLanguage())} onClick=${() => one !== pageLanguage() && speak(one)}>${laterText.venue.languages[one]}</button>`)}
      </div>
      <form class="flex flex-col gap-4" onSubmit=${submit}>
        <${Cloud} form=${form} code=${code} joined=${joined} />
        <${Group} title=${laterText.setup.venue}>
          <${TextField} value=${form.name} label=${laterText.setup.name} hint=${laterText.setup.nameHint} maxLength=${80} autoFocus />
          <${Guessed} guess=${form} name=${body.venue.name} slug=${body.venue.slug} />
        <//>
        <${Group} title=${laterText.setup.admin}>
          <p class="text-caption text-secondary -mt-2">${laterText.setup.pinHint}</p>
          <${TextField} value=${form.admin} label=${laterText.setup.adminName} maxLength=${80} autoComplete="username" />
          <div class="grid grid-cols-2 gap-4">
            <${PinField} pin=${form.pin} again=${form.again} which="pin" />
            <${PinField} pin=${form.pin} again=${form.again} which="again" />
          </div>
        <//>
        ${problem.value && html`<p class="text-danger" role="alert">${problem.value}</p>`}
        <${Submit} label=${laterText.setup.submit} busy=${busy} disabled=${!complete} />
      </form>
    </main>
  `;
};
