import { outsideName } from '../../src/rooms/players/views/outside.ts';
import { get, put } from '../api.ts';
import { finder } from '../desk/finder.ts';
import type { Signal } from '../html.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import type { Attempt } from '../parts/field-issues.ts';
import { useFieldIssues } from '../parts/field-issues.ts';
import { Field, Switch, TextField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import type { Filled, Profile } from './profile-model.ts';
import { changesOf, isNamed, WORDS } from './profile-model.ts';

const LONGEST = { firstName: 100, lastName: 100, nickname: 60, email: 254, phone: 40 } as const;
/** Its button stands in the sheet's foot, in sight however small the phone. */
const FORM = 'profile';
const LONGEST_NOTES = 2_000;

const change = async (
  id: string,
  fields: Partial<Filled>,
  tries: Attempt = attempt,
): Promise<boolean> => {
  const done = await tries(() => put(`/players/${id}`, fields));
  finder.forget();
  return done !== undefined;
};

const nameOf = ({ firstName, lastName, nickname }: Filled): string =>
  `${firstName} ${lastName}`.trim() || nickname;

const save = async (before: Profile, after: Filled, tries: Attempt): Promise<boolean> => {
  const changes = changesOf(before, after);
  if (changes === null) return true;
  if (!(await change(before.id, changes.asked, tries))) return false;
  const run = () => void change(before.id, changes.was);
  const told = { title: text.profile.saved, detail: nameOf(after) };
  toast({ tone: 'plain', ...told, action: { label: text.undo, run } });
  return true;
};

const Notes = ({ value, error }: { value: Signal<string>; error: string | undefined }) => html`
  <${Field} label=${text.profile.notes} hint=${text.profile.notesHint} error=${error}>
    <textarea
      class="input min-h-24 py-3"
      aria-invalid=${error ? 'true' : 'false'}
      maxlength=${LONGEST_NOTES}
      value=${value}
      onInput=${(event: Event) => {
        value.value = typedIn(event);
      }}
    ></textarea>
  <//>
`;

const Form = ({ profile, onClose }: { profile: Profile; onClose: () => void }) => {
  const words = {
    firstName: useSignal(profile.firstName),
    lastName: useSignal(profile.lastName),
    nickname: useSignal(profile.nickname),
    email: useSignal(profile.email),
    phone: useSignal(profile.phone),
    notes: useSignal(profile.notes),
  };
  const outside = useSignal(profile.fullNameOutside);
  const busy = useSignal(false);
  const issues = useFieldIssues(WORDS);
  const filled: Filled = {
    firstName: words.firstName.value.trim(),
    lastName: words.lastName.value.trim(),
    nickname: words.nickname.value.trim(),
    email: words.email.value.trim(),
    phone: words.phone.value.trim(),
    notes: words.notes.value.trim(),
    fullNameOutside: outside.value,
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !isNamed(filled)) return;
    busy.value = true;
    const done = await save(profile, filled, issues.attempt);
    busy.value = false;
    if (done) onClose();
  };
  const field = (name: keyof typeof LONGEST, more: object = {}) =>
    html`<${TextField} value=${words[name]} label=${text.profile[name]} maxLength=${LONGEST[name]} error=${issues.of(name)} ...${more} />`;
  const footer = html`
    <button
      type="submit"
      form=${FORM}
      class="btn btn-primary w-full"
      disabled=${busy.value || !isNamed(filled)}
    >
      ${text.save}
    </button>
  `;
  return html`
    <${Sheet} title=${text.profile.title} onClose=${onClose} footer=${footer}>
      <form id=${FORM} class="flex flex-col gap-4" onSubmit=${submit}>
        <div class="grid grid-cols-2 gap-3">
          ${field('firstName', { error: isNamed(filled) ? issues.of('firstName') : text.profile.nameNeeded })}
          ${field('lastName')}
        </div>
        ${field('nickname', { hint: text.profile.nicknameHint })}
        <section class="card px-4 py-2">
          <${Switch}
            value=${outside}
            label=${text.profile.fullNameOutside}
            hint=${text.profile.outsideHint}
          />
          <p class="text-caption text-secondary pb-2">
            ${text.profile.outsideAs} <bdi class="font-semibold text-text break-words">${outsideName(filled)}</bdi>
          </p>
        </section>
        <div class="grid grid-cols-1 md:grid-cols-2 gap-3">
          ${field('email', { type: 'email', inputMode: 'email' })}
          ${field('phone', { type: 'tel', inputMode: 'tel' })}
        </div>
        <${Notes} value=${words.notes} error=${issues.of('notes')} />
      </form>
    <//>
  `;
};

/** What the house knows of a person, and what they agreed to. */
export const ProfileSheet = ({ playerId, onClose }: { playerId: string; onClose: () => void }) => {
  const profile = useSignal<Profile | null>(null);
  useEffect(() => {
    const load = async () => {
      const found = await attempt(() => get<Profile>(`/players/${playerId}`));
      if (found === undefined) onClose();
      else profile.value = found;
    };
    void load();
  }, []);
  if (profile.value !== null) return html`<${Form} profile=${profile.value} onClose=${onClose} />`;
  return html`
    <${Sheet} title=${text.profile.title} onClose=${onClose}>
      <p class="text-secondary text-center p-12 breathe">${text.loading}</p>
    <//>
  `;
};
