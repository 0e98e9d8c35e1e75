import { html, useSignal } from '../html.ts';
import { Chips, Select } from '../parts/form.ts';
import { core as text } from '../texts/en/core.ts';
import { placeChoices, useOrganisations } from './places.ts';
import { venues } from './store.ts';

const ROLES = ['venueOwner', 'leagueAdmin', 'platformAdmin'] as const;

/** A role and where it holds, as a form has it. */
export const useGrant = () => ({
  role: useSignal<string>('venueOwner'),
  kind: useSignal<string>('venue'),
  venueId: useSignal(''),
  organisationId: useSignal(''),
});
export type GrantForm = ReturnType<typeof useGrant>;

/** What the doors take; null while something is missing. */
export const grantOf = ({ role, kind, venueId, organisationId }: GrantForm) => {
  if (role.value === 'platformAdmin') return { role: role.value };
  if (kind.value === 'venue') {
    return venueId.value === '' ? null : { role: role.value, venueId: venueId.value };
  }
  return organisationId.value === ''
    ? null
    : { role: role.value, organisationId: organisationId.value };
};

export const GrantFields = ({ form }: { form: GrantForm }) => {
  const organisations = useOrganisations();
  const roles = ROLES.map((role) => ({ value: role, label: text.roles[role] }));
  const kinds = [
    { value: 'venue', label: text.users.inVenue },
    { value: 'organisation', label: text.users.inOrganisation },
  ];
  return html`
    <${Chips} value=${form.role} label=${text.users.role} choices=${roles} />
    ${
      form.role.value === 'platformAdmin'
        ? html`<p class="text-secondary">${text.users.everywhere}</p>`
        : html`<${Chips} value=${form.kind} label=${text.users.where} choices=${kinds} />
            ${
              form.kind.value === 'venue'
                ? html`<${Select} value=${form.venueId} label=${text.users.inVenue} choices=${placeChoices('–', venues.value ?? [])} />`
                : html`<${Select} value=${form.organisationId} label=${text.users.inOrganisation} choices=${placeChoices('–', organisations)} />`
            }`
    }
  `;
};
