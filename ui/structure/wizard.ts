import * as v from 'valibot';
import type { Level } from '../../src/poker/blinds.ts';
import type { Generated } from '../../src/poker/structure/generate.ts';
import { generateStructure } from '../../src/poker/structure/generate.ts';
import { ANTES, structureWishSchema } from '../../src/poker/structure/wish.ts';
import { number, parseCount } from '../amounts.ts';
import type { Signal } from '../html.ts';
import { html, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Chips, NumberField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { Curve } from './curve.ts';
import { lengthWords } from './length.ts';

/** What is known of the night before anybody says more. */
export type WizardStart = {
  readonly players: number;
  readonly startingStack: number;
  readonly chips: readonly number[];
};

/** What most cases hold. */
const USUAL = [25, 100, 500, 1_000, 5_000, 25_000];

const ANTE_CHOICES = ANTES.map((value) => ({ value, label: laterText.structure.anteTypes[value] }));
const HOURS = [90, 120, 150, 180, 240, 300, 360, 480].map((minutes) => ({
  ...{ value: String(minutes), label: lengthWords(minutes) },
}));

const useForm = (start: WizardStart) => ({
  players: useSignal(String(start.players)),
  stack: useSignal(String(start.startingStack)),
  minutes: useSignal('240'),
  levelMinutes: useSignal(''),
  levels: useSignal(''),
  breakEvery: useSignal(''),
  breakMinutes: useSignal('10'),
  antes: useSignal('bigBlind'),
  rebuys: useSignal('0'),
  chips: useSignal((start.chips.length > 0 ? start.chips : USUAL).join(', ')),
});
type Form = ReturnType<typeof useForm>;

const optional = <K extends string>(key: K, field: Signal<string>) => {
  const value = parseCount(field.value);
  return value === null ? {} : { [key]: value };
};

const chipsIn = (typed: string): number[] => [
  ...new Set(typed.split(/[\s,;]+/).flatMap((one) => parseCount(one) || [])),
];

/** Null where a figure is missing or out of range. */
export const generatedFrom = (form: Form): Generated | null => {
  const wish = v.safeParse(structureWishSchema, {
    ...optional('players', form.players),
    ...optional('startingStack', form.stack),
    ...optional('minutes', form.minutes),
    ...optional('levelMinutes', form.levelMinutes),
    ...optional('levels', form.levels),
    ...optional('breakEvery', form.breakEvery),
    ...optional('breakMinutes', form.breakMinutes),
    ...optional('rebuys', form.rebuys),
    ...{ antes: form.antes.value, chips: chipsIn(form.chips.value) },
  });
  return wish.success ? generateStructure(wish.output) : null;
};

const Result = ({ made }: { made: Generated }) => {
  const { expectedRounds, expectedMinutes, levelMinutes, chipsInPlay } = made.totals;
  return html`
    <div class="card p-4 flex flex-col gap-2">
      <p class="text-h3 font-semibold" role="status">${laterText.structure.expected(expectedRounds, lengthWords(expectedMinutes))}</p>
      <p class="text-secondary">${laterText.structure.perLevel(levelMinutes)} · ${laterText.structure.inPlay(number(chipsInPlay))}</p>
      ${made.warnings.map((code) => html`<p class="text-warning">${laterText.structure.warnings[code]}</p>`)}
      <${Curve} made=${made} />
      <ol class="flex flex-wrap gap-1.5" aria-hidden="true">
        ${made.levels.map((level) =>
          level.kind === 'break'
            ? html`<li class="pill tone-info">${laterText.structure.inMinutes(level.minutes)}</li>`
            : html`<li class="pill tone-plain mono">${number(level.smallBlind)}/${number(level.bigBlind)}</li>`,
        )}
      </ol>
    </div>
  `;
};

/** From what a director knows to a playable structure (BLD-3), worked out while it is typed. */
export const WizardSheet = ({
  start,
  onUse,
  onClose,
}: {
  start: WizardStart;
  onUse: (levels: readonly Level[]) => void;
  onClose: () => void;
}) => {
  const form = useForm(start);
  const made = generatedFrom(form);
  const footer = html`<button type="button" class="btn btn-primary w-full" disabled=${made === null} onClick=${() => made !== null && onUse(made.levels)}>${laterText.structure.use}</button>`;
  const auto = laterText.structure.automatic;
  return html`
    <${Sheet} title=${laterText.structure.wizardTitle} onClose=${onClose} footer=${footer}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary">${laterText.structure.wizardLead}</p>
        <div class="grid grid-cols-2 gap-3 items-end">
          <${NumberField} value=${form.players} label=${laterText.structure.players} autoFocus />
          <${NumberField} value=${form.stack} label=${laterText.structure.stack} />
        </div>
        <${Chips} value=${form.minutes} label=${laterText.structure.hours} choices=${HOURS} />
        ${made !== null && html`<${Result} made=${made} />`}
        <div class="grid grid-cols-2 gap-3 items-end">
          <${NumberField} value=${form.levelMinutes} label=${laterText.structure.levelMinutes} placeholder=${auto} />
          <${NumberField} value=${form.levels} label=${laterText.structure.levels} placeholder=${auto} />
          <${NumberField} value=${form.breakEvery} label=${laterText.structure.breakEvery} placeholder=${auto} />
          <${NumberField} value=${form.breakMinutes} label=${laterText.structure.breakMinutes} />
        </div>
        <${Chips} value=${form.antes} label=${laterText.structure.antes} choices=${ANTE_CHOICES} />
        <div class="grid grid-cols-1 sm:grid-cols-2 gap-3">
          <${NumberField} value=${form.rebuys} label=${laterText.structure.rebuyStacks} hint=${laterText.structure.rebuyStacksHint} />
          <${NumberField} value=${form.chips} label=${laterText.structure.chips} hint=${laterText.structure.chipsHint} />
        </div>
      </div>
    <//>
  `;
};
