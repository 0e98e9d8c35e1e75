import { html, typedIn, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Field, Select, Switch } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { LANGUAGES } from '../settings/languages.ts';
import { ShowsFields } from './card.ts';
import type { Display } from './model.ts';
import { groupsOf, nameOf } from './model.ts';
import { Playlist } from './playlist.ts';
import { change, displays, reboot, removeDisplay, testTone } from './store.ts';

const Names = ({ display, fresh }: { display: Display; fresh: boolean }) => html`
  <div class="grid grid-cols-1 sm:grid-cols-2 gap-3">
    <${Field} label=${laterText.displays.name}>
      <input
        class="input"
        maxlength="60"
        autofocus=${fresh}
        placeholder=${display.id}
        value=${display.name}
        onChange=${(event: Event) => change(display, { name: typedIn(event).trim() })}
      />
    <//>
    <${Field} label=${laterText.displays.group} hint=${laterText.displays.groupHint}>
      <input
        class="input"
        maxlength="40"
        list="display-groups"
        placeholder=${laterText.displays.noGroup}
        value=${display.group}
        onChange=${(event: Event) => change(display, { group: typedIn(event).trim() })}
      />
      <datalist id="display-groups">${groupsOf(displays.value ?? []).map((group) => html`<option value=${group}></option>`)}</datalist>
    <//>
  </div>
`;

const Looks = ({ display }: { display: Display }) => {
  const theme = useSignal<string>(display.theme);
  const language = useSignal<string>(display.language ?? '');
  const themes = (['dark', 'light'] as const).map((value) => ({
    value,
    label: laterText.displays[value],
  }));
  const languages = [
    { value: '', label: laterText.displays.venueLanguage },
    ...LANGUAGES.map((value) => ({ value, label: laterText.venue.languages[value] })),
  ];
  return html`
    <div class="grid grid-cols-2 gap-3">
      <${Select}
        value=${theme}
        label=${laterText.displays.theme}
        choices=${themes}
        onChange=${() => change(display, { theme: theme.value === 'light' ? 'light' : 'dark' })}
      />
      <${Select}
        value=${language}
        label=${laterText.displays.language}
        choices=${languages}
        onChange=${() => change(display, { language: language.value || null })}
      />
    </div>
  `;
};

const Switches = ({ display }: { display: Display }) => {
  const sound = useSignal(display.sound);
  const locked = useSignal(display.locked);
  return html`
    <div class="card px-4 py-1 rows">
      <${Switch} value=${sound} label=${laterText.displays.sound.may} hint=${laterText.displays.sound.mayHint} onChange=${() => change(display, { sound: sound.value })} />
      <${Switch} value=${locked} label=${laterText.displays.lock} hint=${laterText.displays.lockHint} onChange=${() => change(display, { locked: locked.value })} />
    </div>
  `;
};

/** Everything of one screen. */
export const DisplaySheet = ({
  display,
  fresh = false,
  onClose,
}: {
  display: Display;
  /** Just claimed: its name is asked for. */
  fresh?: boolean;
  onClose: () => void;
}) => html`
  <${Sheet} title=${fresh ? laterText.displays.claim.nameIt : nameOf(display)} onClose=${onClose}>
    <div class="flex flex-col gap-4">
      <${Names} display=${display} fresh=${fresh} />
      <${ShowsFields} display=${display} />
      <div class="grid grid-cols-2 gap-2">
        <button type="button" class="btn btn-outline" onClick=${() => testTone(display)}>
          <${Icon} name="sound" size=${18} />${laterText.displays.sound.tone}
        </button>
        <button type="button" class="btn btn-outline" onClick=${() => reboot(display)}>
          <${Icon} name="redo" size=${18} />${laterText.displays.reboot}
        </button>
      </div>
      <${Switches} key=${`${display.sound}${display.locked}`} display=${display} />
      <${Playlist} key=${JSON.stringify([display.cycle, display.onBust])} display=${display} />
      <${Looks} key=${`${display.theme}${display.language}`} display=${display} />
      <button
        type="button"
        class="btn btn-ghost text-danger"
        onClick=${() => {
          onClose();
          void removeDisplay(display);
        }}
      >
        ${laterText.displays.remove}
      </button>
    </div>
  <//>
`;
