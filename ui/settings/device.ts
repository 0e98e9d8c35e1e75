import { session } from '../api.ts';
import { html, useSignal, useSignalEffect } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Card } from '../parts/bits.ts';
import { Chips } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { IDLE_CHOICES, idleMinutes, setIdle } from '../sign-in/idle.ts';
import { signOut } from '../sign-in/leave.ts';
import { text } from '../text.ts';
import { theme } from '../theme-switch.ts';
import { LANGUAGES, pageLanguage, speak } from './languages.ts';

const Choice = ({
  label,
  lead,
  chosen,
  pick,
}: {
  label: string;
  lead?: string;
  chosen: boolean;
  pick: () => void;
}) => html`
  <button type="button" class="flex items-center gap-3 px-4 min-h-14 w-full text-left" aria-pressed=${String(chosen)} onClick=${pick}>
    <span class="grow">
      <span class="block font-medium">${label}</span>
      ${lead && html`<span class="block text-caption text-secondary">${lead}</span>`}
    </span>
    ${chosen && html`<span class="text-primary"><${Icon} name="check" /></span>`}
  </button>
`;

/** What holds for this device alone: language, theme, who is signed in. */
export const Device = () => {
  const words = laterText.venue.device;
  const operator = session.value?.operator;
  const language = pageLanguage();
  const idle = useSignal(idleMinutes.value);
  useSignalEffect(() => setIdle(idle.value));
  return html`
    <div class="flex flex-col gap-4 max-w-140">
      <${Card} title=${words.language} class="rows">
        ${LANGUAGES.map((one) => html`<${Choice} label=${laterText.venue.languages[one]} chosen=${one === language} pick=${() => speak(one)} />`)}
      <//>
      <${Card} title=${words.theme} class="rows">
        ${(['dark', 'light'] as const).map(
          (one) => html`<${Choice}
            label=${words[one]}
            lead=${one === 'dark' ? words.darkLead : words.lightLead}
            chosen=${theme.value === one}
            pick=${() => {
              theme.value = one;
            }}
          />`,
        )}
      <//>
      <${Card} class="p-4 flex flex-col gap-2">
        <${Chips} value=${idle} label=${words.idle} choices=${IDLE_CHOICES.map((value) => ({ value, label: words.idleChoices[value] }))} />
        <p class="text-caption text-secondary">${words.idleLead}</p>
      <//>
      <${Card} title=${words.operator} class="rows">
        <div class="px-4 min-h-14 flex items-center font-medium">${operator && text.more.signedInAs(operator.name, text.operators.roles[operator.role])}</div>
        <button type="button" class="flex items-center gap-3 px-4 min-h-14 w-full text-left font-medium" onClick=${() => signOut({ next: true })}>
          <${Icon} name="players" />${text.more.switch}
        </button>
        <button type="button" class="flex items-center gap-3 px-4 min-h-14 w-full text-left font-medium" onClick=${() => signOut({ next: false })}>
          <${Icon} name="out" />${text.more.signOut}
        </button>
      <//>
    </div>
  `;
};
