import type { Config, Profile } from '../../../src/rooms/tournament/commands/config.ts';
import { html } from '../../html.ts';
import { laterText } from '../../later-text.ts';
import { Icon } from '../../parts/icons.ts';
import type { Editing } from './editing.ts';
import { partsOver } from './editing.ts';
import { Toggle, WordsField } from './fields.ts';
import { THREE } from './group.ts';
import { AmountField, CountField } from './number-fields.ts';
import { Rakes } from './rakes.ts';

/** An id that no other price of the list has; events keep it, so it is never reused by a change. */
const freshId = (profiles: readonly Profile[], stem: string): string => {
  let n = profiles.length + 1;
  while (profiles.some(({ id }) => id === `${stem}${n}`)) n += 1;
  return `${stem}${n}`;
};

export const profileOf = (given: Pick<Profile, 'id' | 'name'> & Partial<Profile>): Profile => ({
  ...{ enabled: true, price: 0, rakes: [], chips: 10_000, points: 0, bounty: 0, mayChange: false },
  ...given,
});

const One = ({
  id,
  at,
  profile,
  edit,
  onChange,
  onRemove,
}: {
  id: string;
  at: string;
  profile: Profile;
  edit: Editing;
  onChange: (profile: Profile) => void;
  onRemove: (() => void) | undefined;
}) => {
  const { currency } = edit.config.value;
  const set = (changes: Partial<Profile>) => onChange({ ...profile, ...changes });
  return html`
    <fieldset class="rounded-xl border border-surface1 p-3 md:p-4 flex flex-col gap-4 m-0 min-w-0">
      <legend class="sr-only">${profile.name}</legend>
      <div class="flex items-end gap-2">
        <div class="grow min-w-0"><${WordsField} edit=${edit} at=${`${at}.name`} label=${laterText.settings.profileName} hint=${profile.name === '' ? laterText.settings.profileNameHint : undefined} value=${profile.name} onChange=${(name: string) => set({ name })} /></div>
        ${onRemove && html`<button type="button" class="btn btn-icon text-secondary" aria-label=${laterText.settings.removeProfile(profile.name)} onClick=${onRemove}><${Icon} name="close" size=${18} /></button>`}
      </div>
      <div class=${THREE}>
        <${AmountField} id=${`${id}.price`} at=${`${at}.price`} edit=${edit} label=${laterText.settings.price} currency=${currency} value=${profile.price} error=${partsOver(profile) ? laterText.settings.partsTooHigh : undefined} onChange=${(price: number) => set({ price })} />
        <${CountField} id=${`${id}.chips`} at=${`${at}.chips`} edit=${edit} label=${laterText.settings.stack} value=${profile.chips} onChange=${(chips: number) => set({ chips })} />
        <${AmountField} id=${`${id}.bounty`} at=${`${at}.bounty`} edit=${edit} label=${laterText.settings.bounty} currency=${currency} value=${profile.bounty} onChange=${(bounty: number) => set({ bounty })} />
        <${CountField} id=${`${id}.points`} at=${`${at}.points`} edit=${edit} label=${laterText.settings.points} value=${profile.points} onChange=${(points: number) => set({ points })} />
      </div>
      <${Rakes} id=${`${id}.rakes`} at=${`${at}.rakes`} title=${laterText.settings.rakes} add=${laterText.settings.addRake} rakes=${profile.rakes} edit=${edit} onChange=${(rakes: Profile['rakes']) => set({ rakes })} />
      <div>
        <${Toggle} label=${laterText.settings.enabled} checked=${profile.enabled} onChange=${(enabled: boolean) => set({ enabled })} />
        <${Toggle} label=${laterText.settings.mayChange} checked=${profile.mayChange} onChange=${(mayChange: boolean) => set({ mayChange })} />
      </div>
    </fieldset>
  `;
};

/** Prices with names: early bird, staff, ticket (BUY-1). At least `least` of them stay. */
export const Profiles = ({
  id,
  at,
  stem,
  profiles,
  least,
  edit,
  onChange,
}: {
  id: string;
  /** Where they stand in what is sent. */
  at: string;
  stem: string;
  profiles: readonly Profile[];
  least: number;
  edit: Editing;
  onChange: (profiles: Config['buyIns']) => void;
}) => {
  const add = () => {
    const last = profiles.at(-1);
    const fresh = freshId(profiles, stem);
    onChange([
      ...profiles,
      { ...(last ?? profileOf({ id: fresh, name: '' })), id: fresh, name: '' },
    ]);
  };
  return html`
    <div class="flex flex-col gap-3">
      ${profiles.map(
        (profile, i) => html`<${One}
          key=${profile.id}
          id=${`${id}.${profile.id}`}
          at=${`${at}.${i}`}
          profile=${profile}
          edit=${edit}
          onChange=${(next: Profile) => onChange(profiles.with(i, next))}
          onRemove=${profiles.length > least ? () => onChange(profiles.toSpliced(i, 1)) : undefined}
        />`,
      )}
      <button type="button" class="btn btn-outline self-start" onClick=${add}><${Icon} name="plus" size=${16} />${laterText.settings.addProfile}</button>
    </div>
  `;
};
