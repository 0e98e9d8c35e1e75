import type { Break, Level, Round } from '../../src/poker/blinds.ts';
import { ANTE_TYPES, GAME_TYPES } from '../../src/poker/blinds.ts';
import type { ChipSpec } from '../../src/poker/chips.ts';
import { number, parseCount } from '../amounts.ts';
import { html, typedIn } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Field } from '../parts/form.ts';

/** Games that the clock is asked for most; any other is typed. */
const GAMES = [
  ...["Hold'em", 'Omaha', 'Omaha Hi-Lo', '5-Card Omaha', 'Short Deck', 'Razz', 'Seven Card Stud'],
  ...['Stud Hi-Lo', '2-7 Triple Draw', '2-7 Single Draw', 'Badugi', '5-Card Draw', 'Pineapple'],
  ...["Dealer's Choice"],
];

const without = <T extends object, K extends keyof T>(from: T, key: K): Omit<T, K> => {
  const { [key]: _, ...rest } = from;
  return rest;
};

const Words = ({
  label,
  value,
  hint,
  list,
  onChange,
}: {
  label: string;
  value: string;
  hint?: string;
  list?: string;
  onChange: (typed: string) => void;
}) => html`
  <${Field} label=${label} hint=${hint}>
    <input class="input" autocomplete="off" list=${list} value=${value} onChange=${(event: Event) => onChange(typedIn(event).trim())} />
  <//>
`;

const Pick = <T extends string>({
  label,
  value,
  choices,
  words,
  onChange,
}: {
  label: string;
  value: T;
  choices: readonly T[];
  words: Readonly<Record<T, string>>;
  onChange: (value: T) => void;
}) => html`
  <${Field} label=${label}>
    <select
      class="input"
      onChange=${(event: Event) => {
        const found = choices.find((one) => one === typedIn(event));
        if (found !== undefined) onChange(found);
      }}
    >
      ${choices.map((one) => html`<option value=${one} selected=${one === value}>${words[one]}</option>`)}
    </select>
  <//>
`;

const numbersIn = (typed: string): number[] =>
  typed
    .split(/[;,/\s]+/)
    .flatMap((one) => parseCount(one) || [])
    .slice(0, 8);

const RoundDetails = ({
  level,
  onChange,
}: {
  level: Round;
  onChange: (level: Level) => void;
}) => html`
  <div class="grid grid-cols-1 sm:grid-cols-2 lg:grid-cols-3 gap-3">
    <${Words} label=${laterText.structure.game} value=${level.game} list="games" onChange=${(game: string) => game !== '' && onChange({ ...level, game: game.slice(0, 40) })} />
    <datalist id="games">${GAMES.map((game) => html`<option value=${game}></option>`)}</datalist>
    <${Pick} label=${laterText.structure.betting} value=${level.gameType} choices=${GAME_TYPES} words=${laterText.structure.gameTypes} onChange=${(gameType: Round['gameType']) => onChange({ ...level, gameType })} />
    <${Pick} label=${laterText.structure.anteType} value=${level.anteType} choices=${ANTE_TYPES} words=${laterText.structure.anteTypes} onChange=${(anteType: Round['anteType']) => onChange({ ...level, anteType, ante: anteType === 'none' ? 0 : level.ante || level.bigBlind })} />
    <${Words}
      label=${laterText.structure.bringIn}
      value=${level.bringIn === undefined ? '' : String(level.bringIn)}
      onChange=${(typed: string) => {
        const bringIn = parseCount(typed);
        onChange(bringIn === null ? without(level, 'bringIn') : { ...level, bringIn });
      }}
    />
    <${Words}
      label=${laterText.structure.limits}
      hint=${laterText.structure.limitsHint}
      value=${(level.limits ?? []).join(', ')}
      onChange=${(typed: string) => {
        const limits = numbersIn(typed);
        onChange(limits.length === 0 ? without(level, 'limits') : { ...level, limits });
      }}
    />
  </div>
`;

const BreakDetails = ({
  level,
  chips,
  onChange,
}: {
  level: Break;
  chips: readonly ChipSpec[];
  onChange: (level: Level) => void;
}) => {
  const gone = level.colorUp ?? [];
  const toggle = (value: number) => {
    const colorUp = gone.includes(value)
      ? gone.filter((one) => one !== value)
      : [...gone, value].sort((a, b) => a - b);
    onChange(colorUp.length === 0 ? without(level, 'colorUp') : { ...level, colorUp });
  };
  const values = [...new Set([...chips.map(({ value }) => value), ...gone])].sort((a, b) => a - b);
  return html`
    <div class="flex flex-col gap-1.5" role="group" aria-label=${laterText.structure.colorUps}>
      <span class="text-caption text-secondary font-medium">${laterText.structure.colorUps}</span>
      <div class="flex flex-wrap gap-2">
        ${values.map((value) => {
          const color = chips.find((chip) => chip.value === value)?.color ?? 'var(--surface2)';
          return html`
            <button type="button" class="chip mono gap-2" aria-pressed=${String(gone.includes(value))} onClick=${() => toggle(value)}>
              <span class="w-4 h-4 rounded-full border-2 border-card" style=${{ background: color }} aria-hidden="true"></span>
              ${number(value)}
            </button>
          `;
        })}
        ${values.length === 0 && html`<span class="text-caption text-secondary">${laterText.structure.noChips}</span>`}
      </div>
    </div>
  `;
};

const withNotes = (level: Level, typed: string): Level => {
  const { notes: _, ...rest } = level;
  return typed === '' ? rest : { ...level, notes: typed.slice(0, 500) };
};

/** Everything about a row that has no column of its own. */
export const RowDetails = ({
  level,
  chips,
  onChange,
}: {
  level: Level;
  chips: readonly ChipSpec[];
  onChange: (level: Level) => void;
}) => html`
  <div class="flex flex-col gap-3">
    ${
      level.kind === 'round'
        ? html`<${RoundDetails} level=${level} onChange=${onChange} />`
        : html`<${BreakDetails} level=${level} chips=${chips} onChange=${onChange} />`
    }
    <${Words}
      label=${laterText.structure.notes}
      value=${level.notes ?? ''}
      onChange=${(typed: string) => onChange(withNotes(level, typed))})}
    />
  </div>
`;
