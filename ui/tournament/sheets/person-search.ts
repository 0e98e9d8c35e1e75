import type { Page } from '../../api.ts';
import { get, post } from '../../api.ts';
import { html, typedIn, useRef, useSignal } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import { attempt } from '../../toasts.ts';
import type { Person } from '../enter-takes.ts';
import { enterTakes, isCalled } from '../enter-takes.ts';
import { splitName } from '../model.ts';

export const fullName = ({ firstName, lastName, nickname, boardName }: Person): string => {
  const name = [firstName, lastName].filter((part) => part !== '').join(' ');
  return nickname === '' ? name : name === '' ? nickname || boardName : `${name} “${nickname}”`;
};

const find = (typed: string) =>
  get<Page<Person>>(`/players?limit=12&q=${encodeURIComponent(typed.trim())}`);

/** Search by typing; a name that nobody has becomes a new player by Enter. */
export const PersonSearch = ({
  isIn,
  onPick,
}: {
  isIn: (playerId: string) => boolean;
  onPick: (person: Person) => void;
}) => {
  const typed = useSignal('');
  const found = useSignal<{ readonly typed: string; readonly items: readonly Person[] }>({
    typed: '',
    items: [],
  });
  const busy = useSignal(false);
  const asked = useRef(0);

  const look = async (): Promise<readonly Person[]> => {
    asked.current += 1;
    const [turn, words] = [asked.current, typed.value];
    if (words.trim() === '') {
      found.value = { typed: words, items: [] };
      return [];
    }
    const page = await attempt(() => find(words));
    // A later letter asked again meanwhile: this answer is old.
    if (page !== undefined && turn === asked.current)
      found.value = { typed: words, items: page.items };
    return page?.items ?? [];
  };

  const create = async () => {
    if (busy.value) return;
    busy.value = true;
    const name = splitName(typed.value);
    const made = await attempt(() => post<{ playerId: string }>('/players', name));
    busy.value = false;
    if (made === undefined) return;
    const words = { ...name, nickname: '', email: '' };
    onPick({ playerId: made.playerId, boardName: typed.value.trim(), ...words });
  };

  const enter = async () => {
    const items = found.value.typed === typed.value ? found.value.items : await look();
    const choice = enterTakes(typed.value, items);
    if (choice === 'new') await create();
    else if (choice !== null && !isIn(choice.playerId)) onPick(choice);
  };

  const fresh =
    typed.value.trim() !== '' && !found.value.items.some((one) => isCalled(typed.value, one));
  return html`
    <form
      class="flex flex-col gap-2"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <label class="relative block">
        <span class="absolute left-3 top-3.25 text-secondary"><${Icon} name="search" /></span>
        <input
          class="input pl-11"
          autofocus
          autocomplete="off"
          aria-label=${text.buyIn.search}
          placeholder=${text.buyIn.searchHint}
          enterkeyhint="done"
          value=${typed}
          onInput=${(event: Event) => {
            typed.value = typedIn(event);
            void look();
          }}
        />
      </label>
      <div class="rows card overflow-hidden empty:hidden">
        ${found.value.items.map((person) => {
          const there = isIn(person.playerId);
          return html`
            <button
              type="button"
              key=${person.playerId}
              class="flex items-center gap-3 w-full min-h-13 px-4 text-left disabled:opacity-50"
              disabled=${there}
              onClick=${() => onPick(person)}
            >
              <span class="grow min-w-0 truncate font-medium">${fullName(person)}</span>
              <span class="text-caption text-secondary max-w-1/2 flex-none truncate">${there ? text.buyIn.alreadyIn : person.email}</span>
            </button>
          `;
        })}
        ${
          fresh &&
          html`<button
            type="button"
            class="flex items-center gap-3 w-full min-h-13 px-4 text-left text-primary font-semibold"
            disabled=${busy.value}
            onClick=${create}
          >
            <${Icon} name="plus" size=${18} />
            <span class="grow min-w-0 truncate">${text.buyIn.createNew(typed.value.trim())}</span>
          </button>`
        }
      </div>
    </form>
  `;
};
