import type { Level } from '../../src/poker/blinds.ts';
import { roundCount } from '../../src/poker/blinds.ts';
import { number } from '../amounts.ts';
import { html, typedIn, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Field } from '../parts/form.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { levelsFrom } from './paste.ts';

const Preview = ({ levels }: { levels: readonly Level[] }) => html`
  <ol class="rows card max-h-80 overflow-y-auto">
    ${levels.map(
      (level) => html`
        <li class="px-4 py-2 flex justify-between gap-3 mono">
          <span class=${level.kind === 'break' ? 'text-info' : ''}>
            ${level.kind === 'break' ? laterText.structure.break : `${number(level.smallBlind)} / ${number(level.bigBlind)}${level.ante > 0 ? ` / ${number(level.ante)}` : ''}`}
          </span>
          <span class="text-secondary">${laterText.structure.inMinutes(level.minutes)}</span>
        </li>
      `,
    )}
  </ol>
`;

/** A whole table at once: from the clipboard, or out of a CSV file (BLD-2, BLD-4). */
export const PasteSheet = ({
  minutes,
  onUse,
  onClose,
}: {
  minutes: number;
  onUse: (levels: readonly Level[]) => void;
  onClose: () => void;
}) => {
  const typed = useSignal('');
  const levels = levelsFrom(typed.value, minutes);
  const rounds = roundCount(levels);
  const choose = async (event: Event) => {
    const { target } = event;
    const [file] = target instanceof HTMLInputElement ? (target.files ?? []) : [];
    if (file !== undefined) typed.value = await file.text();
  };
  const footer = html`<button type="button" class="btn btn-primary w-full" disabled=${rounds === 0} onClick=${() => onUse(levels)}>${laterText.structure.pasteUse}</button>`;
  return html`
    <${Sheet} title=${laterText.structure.pasteTitle} onClose=${onClose} footer=${footer}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary">${laterText.structure.pasteLead}</p>
        <${Field} label=${laterText.structure.pasteField}>
          <textarea
            class="input mono min-h-36"
            autofocus
            spellcheck="false"
            value=${typed}
            onInput=${(event: Event) => {
              typed.value = typedIn(event);
            }}
          ></textarea>
        <//>
        <label class="btn btn-outline self-start cursor-pointer focus-within:outline-2">
          <${Icon} name="upload" size=${18} />${laterText.structure.pasteFile}
          <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" class="sr-only" onChange=${choose} />
        </label>
        <p class="font-medium" role="status">
          ${rounds === 0 ? laterText.structure.pasteNothing : laterText.structure.pasteFound(rounds, levels.length - rounds)}
        </p>
        ${rounds > 0 && html`<${Preview} levels=${levels} />`}
      </div>
    <//>
  `;
};
