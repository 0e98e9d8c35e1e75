import { get, post } from '../../api.ts';
import { finder } from '../../desk/finder.ts';
import { markIn, NOBODY } from '../../desk/people.ts';
import { scannedId } from '../../desk/scan.ts';
import { html, useRef, useSignal } from '../../html.ts';
import { issuesOf } from '../../parts/field-issues.ts';
import { Icon } from '../../parts/icons.ts';
import { SearchField } from '../../parts/search.ts';
import { text } from '../../text.ts';
import { attempt } from '../../toasts.ts';
import type { Person } from '../enter-takes.ts';
import { enterTakes, isCalled } from '../enter-takes.ts';
import { splitName } from '../model.ts';

export const fullName = ({ firstName, lastName, nickname, boardName }: Person): string => {
  const name = [firstName, lastName].filter((part) => part !== '').join(' ');
  return nickname === '' ? name : name === '' ? nickname || boardName : `${name} “${nickname}”`;
};

type Props = {
  /** Where somebody plays already; null for those who can buy in. */
  readonly whereIs: (playerId: string) => string | null;
  readonly onPick: (person: Person) => void;
  /** Told of one who is in already; without it they cannot be picked. */
  readonly onThere?: (person: Person) => void;
  readonly hint?: string;
};

/** Who is meant, while somebody types; what is shown is never older than the last letter. */
const useSearch = ({ whereIs, onPick, onThere }: Props) => {
  const typed = useSignal('');
  const found = useSignal(NOBODY);
  /** The line that the arrow keys stand on; none until they are used. */
  const at = useSignal(-1);
  const busy = useSignal(false);
  /** What the leaf has against a new player of that name. */
  const wrong = useSignal<string | null>(null);
  const turn = useRef(0);

  const look = async () => {
    turn.current += 1;
    const [mine, words] = [turn.current, typed.value];
    at.value = -1;
    found.value = finder.guess(words);
    if (found.value.isWhole) return found.value;
    const answer = await attempt(() =>
      finder.find(words).catch((error: unknown) => {
        if (error instanceof DOMException) return NOBODY;
        throw error;
      }),
    );
    if (answer !== undefined && mine === turn.current) {
      // Who was meant stays meant, whoever came in between.
      at.value = markIn(answer.items, { items: found.value.items, at: at.value });
      found.value = answer;
    }
    return answer ?? NOBODY;
  };

  const take = (person: Person) => {
    if (whereIs(person.playerId) === null) onPick(person);
    else onThere?.(person);
  };

  const create = async () => {
    if (busy.value) return;
    busy.value = true;
    const name = splitName(typed.value);
    const made = await attempt(() =>
      post<{ playerId: string }>('/players', name).catch((error: unknown) => {
        wrong.value = issuesOf(error)[0]?.whole ?? null;
        if (wrong.value === null) throw error;
        return undefined;
      }),
    );
    busy.value = false;
    if (made === undefined) return;
    finder.forget();
    const words = { ...name, nickname: '', email: '' };
    onPick({ playerId: made.playerId, boardName: typed.value.trim(), ...words });
  };

  const scan = async (id: string) => {
    const person = await attempt(() => get<Person>(`/players/${id}`));
    typed.value = '';
    found.value = NOBODY;
    if (person !== undefined) take(person);
  };

  const enter = async () => {
    const scanned = scannedId(typed.value);
    if (scanned !== null) return scan(scanned);
    const marked = found.value.items[at.value];
    if (marked !== undefined) return take(marked);
    const { items } = found.value.isWhole ? found.value : await look();
    const choice = enterTakes(typed.value, items);
    if (choice === 'new') await create();
    else if (choice !== null) take(choice);
  };

  /** Through the lines and back to none. */
  const step = (by: 1 | -1) => {
    const count = found.value.items.length + 1;
    at.value = ((at.value + 1 + by + count) % count) - 1;
  };
  return { typed, found, at, busy, wrong, look, take, create, enter, step };
};

type Search = ReturnType<typeof useSearch>;

const Line = ({
  person,
  where,
  isMarked,
  isOff,
  id,
  take,
}: {
  person: Person;
  where: string | null;
  isMarked: boolean;
  isOff: boolean;
  id: string;
  take: () => void;
}) => html`
  <button
    type="button"
    role="option"
    id=${id}
    tabindex="-1"
    aria-selected=${String(isMarked)}
    aria-disabled=${isOff ? 'true' : undefined}
    class=${`flex items-center gap-3 w-full min-h-13 px-4 text-left ${isMarked ? 'tone-primary' : ''}`}
    onClick=${take}
  >
    <bdi class=${`grow min-w-0 truncate font-medium ${where === null ? 'text-text' : 'text-secondary'}`}>${fullName(person)}</bdi>
    <span class="text-caption text-secondary max-w-1/2 flex-none truncate">${where ?? person.email}</span>
  </button>
`;

const Input = ({ search, hint }: { search: Search; hint: string }) => {
  const { typed, found, at, wrong, look, step } = search;
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  };
  return html`
    <${SearchField}
      value=${typed}
      label=${text.buyIn.search}
      placeholder=${hint}
      field=${{
        ...{ autofocus: true, spellcheck: false, role: 'combobox', enterkeyhint: 'done' },
        'aria-expanded': String(found.value.items.length > 0),
        'aria-controls': 'people',
        'aria-activedescendant': at.value === -1 ? undefined : `person-${at.value}`,
        'aria-invalid': String(wrong.value !== null),
        onKeyDown: keys,
      }}
      onTyped=${(words: string) => {
        typed.value = words;
        wrong.value = null;
        void look();
      }}
    />
  `;
};

/** Search by typing or scanning; a name that nobody has becomes a new player by Enter. */
export const PersonSearch = (props: Props) => {
  const search = useSearch(props);
  const { typed, found, at, busy, wrong, enter, take, create } = search;
  const { items, isWhole } = found.value;
  const isFresh =
    typed.value.trim() !== '' && isWhole && !items.some((one) => isCalled(typed.value, one));
  return html`
    <form
      class="flex flex-col gap-2"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <${Input} search=${search} hint=${props.hint ?? text.buyIn.searchHint} />
      ${wrong.value && html`<p class="text-caption text-danger" role="alert">${wrong}</p>`}
      <div id="people" role="listbox" aria-label=${text.buyIn.search} aria-busy=${String(!isWhole)} class="rows card overflow-hidden empty:hidden">
        ${items.map((person, i) => {
          const where = props.whereIs(person.playerId);
          return html`<${Line}
            key=${person.playerId}
            id=${`person-${i}`}
            person=${person}
            where=${where}
            isMarked=${at.value === i}
            isOff=${where !== null && props.onThere === undefined}
            take=${() => take(person)}
          />`;
        })}
      </div>
      ${
        isFresh &&
        html`<button
          type="button"
          class="card flex items-center gap-3 w-full min-h-13 px-4 text-left text-primary font-semibold"
          disabled=${busy.value}
          onClick=${create}
        >
          <${Icon} name="plus" size=${18} />
          <bdi class="grow min-w-0 truncate">${text.buyIn.createNew(typed.value.trim())}</bdi>
          ${items.length === 0 && html`<kbd class="key">${text.desk.enterKey}</kbd>`}
        </button>`
      }
    </form>
  `;
};
