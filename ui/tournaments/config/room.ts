import type { ChipSpec } from '../../../src/poker/chips.ts';
import { stackOf } from '../../../src/poker/chips.ts';
import type { Config } from '../../../src/rooms/tournament/commands/config.ts';
import { number } from '../../amounts.ts';
import { html, typedIn } from '../../html.ts';
import { laterText } from '../../later-text.ts';
import { Field } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import type { Editing } from './editing.ts';
import { change } from './editing.ts';
import { MomentField, Toggle, WordsField } from './fields.ts';
import { Group, THREE, TWO } from './group.ts';
import type { Library } from './library.ts';
import { CountField, NumbersField } from './number-fields.ts';

const say = laterText.settings;

const ChipRow = ({
  i,
  chip,
  edit,
  onChange,
  onRemove,
}: {
  i: number;
  chip: ChipSpec;
  edit: Editing;
  onChange: (chip: ChipSpec) => void;
  onRemove: () => void;
}) => html`
  <div class="grid grid-cols-[3.5rem_1fr_1fr_3rem] gap-2 items-end">
    <${Field} label=${say.chipColor}>
      <input type="color" class="input p-1 h-12" value=${chip.color} onInput=${(event: Event) => onChange({ ...chip, color: typedIn(event) })} />
    <//>
    <${CountField} id=${`chips.${i}.value`} edit=${edit} label=${say.chipValue} least=${1} value=${chip.value} onChange=${(value: number) => onChange({ ...chip, value })} />
    <${CountField} id=${`chips.${i}.count`} at=${`chips.${i}.perStack`} edit=${edit} label=${say.chipCount} most=${10_000} value=${chip.perStack} onChange=${(perStack: number) => onChange({ ...chip, perStack })} />
    <button type="button" class="btn btn-icon text-secondary" aria-label=${say.removeChip(number(chip.value))} onClick=${onRemove}><${Icon} name="close" size=${18} /></button>
  </div>
`;

const StackWords = ({ chips, stack }: { chips: readonly ChipSpec[]; stack: number }) => {
  const made = stackOf(chips);
  const isTwice = new Set(chips.map(({ value }) => value)).size < chips.length;
  if (isTwice) return html`<p class="text-danger" role="alert">${say.chipTwice}</p>`;
  return made === stack || made === 0
    ? html`<p class="text-secondary">${say.stackOfChips(number(made))}</p>`
    : html`<p class="text-warning">${say.stackDiffers(number(made), number(stack))}</p>`;
};

/** The chip set: out of the library, and changed here (CHP-1). */
export const ChipSet = ({ edit, library }: { edit: Editing; library: Library }) => {
  const { chips, buyIns } = edit.config.value;
  const set = (next: ChipSpec[]) => change(edit, { chips: next });
  const largest = Math.max(0, ...chips.map(({ value }) => value));
  const summary =
    chips.length === 0
      ? say.summaries.noChips
      : chips.map(({ value }) => number(value)).join(' · ');
  return html`
    <${Group} title=${say.groups.chips} summary=${summary}>
      ${
        library.chipSets.length > 0 &&
        html`<${Field} label=${say.chipSet}>
          <select class="input" onChange=${(event: Event) => {
            const found = library.chipSets.find(({ id }) => id === typedIn(event));
            if (found !== undefined) set(found.body.chips.slice(0, 20));
          }}>
            <option value="">${say.chipSetPick}</option>
            ${library.chipSets.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
          </select>
        <//>`
      }
      ${chips.map((chip, i) => html`<${ChipRow} key=${i} i=${i} chip=${chip} edit=${edit} onChange=${(next: ChipSpec) => set(chips.with(i, next))} onRemove=${() => set(chips.toSpliced(i, 1))} />`)}
      ${chips.length > 0 && html`<${StackWords} chips=${chips} stack=${buyIns[0]?.chips ?? 0} />`}
      ${chips.length < 20 && html`<button type="button" class="btn btn-outline self-start" onClick=${() => set([...chips, { value: largest === 0 ? 25 : largest * 5, color: '#777777', perStack: 0 }])}><${Icon} name="plus" size=${16} />${say.addChip}</button>`}
    <//>
  `;
};

export const Seating = ({
  edit,
  tables,
  onTables,
}: {
  edit: Editing;
  tables?: number | undefined;
  onTables?: ((tables: number) => void) | undefined;
}) => {
  const { seating, mode } = edit.config.value;
  const set = (changes: Partial<Config['seating']>) =>
    change(edit, { seating: { ...seating, ...changes } });
  const summary =
    tables === undefined
      ? say.summaries.seats(seating.seatsPerTable)
      : say.summaries.tables(tables, seating.seatsPerTable);
  if (mode === 'counters') return null;
  return html`
    <${Group} title=${say.groups.seating} summary=${summary}>
      <div class=${THREE}>
        ${tables !== undefined && html`<${CountField} id="tables" edit=${edit} label=${say.tables} most=${200} value=${tables} onChange=${(many: number) => onTables?.(many)} />`}
        <${CountField} id="seating.seats" at="seating.seatsPerTable" edit=${edit} label=${say.seats} least=${2} most=${11} value=${seating.seatsPerTable} onChange=${(seatsPerTable: number) => set({ seatsPerTable })} />
        <${CountField} id="seating.difference" at="seating.maxDifference" edit=${edit} label=${say.difference} least=${1} most=${10} value=${seating.maxDifference} onChange=${(maxDifference: number) => set({ maxDifference })} />
      </div>
      <${Toggle} label=${say.autoSeat} checked=${seating.autoSeat} onChange=${(autoSeat: boolean) => set({ autoSeat })} />
    <//>
  `;
};

export const ClockGroup = ({ edit }: { edit: Editing }) => {
  const { startsAt, startPaused, warningSeconds, resumeWithinMs } = edit.config.value;
  const summary =
    warningSeconds.length === 0
      ? say.summaries.noWarnings
      : say.summaries.warnings(warningSeconds.join(', '));
  return html`
    <${Group} title=${say.groups.clock} summary=${summary} lock=${edit.locks['startsAt']}>
      ${
        edit.locks['startsAt'] === undefined &&
        html`<${MomentField} edit=${edit} at="startsAt" label=${say.startsAt} hint=${say.startsHint} value=${startsAt} onChange=${(at: number | null) => change(edit, { startsAt: at })} />
          <${Toggle} label=${say.startPaused} checked=${startPaused} onChange=${(paused: boolean) => change(edit, { startPaused: paused })} />`
      }
      <div class=${TWO}>
        <${NumbersField} id="warnings" at="warningSeconds" edit=${edit} label=${say.warnings} hint=${say.warningsHint} least=${1} most=${3_600} value=${warningSeconds} onChange=${(next: readonly number[]) => change(edit, { warningSeconds: [...next] })} />
        <${CountField} id="resume" at="resumeWithinMs" edit=${edit} label=${say.resumeWithin} most=${3_600} value=${Math.floor(resumeWithinMs / 1_000)} onChange=${(seconds: number) => change(edit, { resumeWithinMs: seconds * 1_000 })} />
      </div>
    <//>
  `;
};

export const Hits = ({ edit }: { edit: Editing }) => {
  const { hits, pointsForHit } = edit.config.value;
  const set = (changes: Partial<Config['hits']>) => change(edit, { hits: { ...hits, ...changes } });
  return html`
    <${Group} title=${say.groups.hits} summary=${hits.track ? say.summaries.hits : say.summaries.noHits}>
      <${Toggle} label=${say.hits} checked=${hits.track} onChange=${(track: boolean) => set({ track })} />
      <${Toggle} label=${say.fullCredit} checked=${hits.fullCredit} onChange=${(fullCredit: boolean) => set({ fullCredit })} />
      <${CountField} id="hits.points" at="pointsForHit" edit=${edit} label=${say.pointsForHit} value=${Math.max(0, pointsForHit)} onChange=${(points: number) => change(edit, { pointsForHit: points })} />
    <//>
  `;
};

export const General = ({ edit, open = false }: { edit: Editing; open?: boolean }) => {
  const { name, description } = edit.config.value;
  return html`
    <${Group} title=${say.groups.general} summary=${name} open=${open}>
      <${WordsField} edit=${edit} at="name" label=${say.name} value=${name} onChange=${(next: string) => change(edit, { name: next })} />
      <${WordsField} edit=${edit} at="description" label=${say.description} hint=${say.descriptionHint} value=${description} most=${2_000} tall onChange=${(next: string) => change(edit, { description: next })} />
    <//>
  `;
};
