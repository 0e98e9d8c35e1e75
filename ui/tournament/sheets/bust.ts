import type { Entry, State } from '../../../src/rooms/tournament/state.ts';
import { ordinal, parseCount } from '../../amounts.ts';
import type { Signal } from '../../html.ts';
import { html, typedIn, useSignal } from '../../html.ts';
import { Notice } from '../../parts/bits.ts';
import { Field } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import { Meanwhile } from '../meanwhile.ts';
import type { Who } from '../model.ts';
import { asksHitman, hitmenFor, liveOnes } from '../model.ts';
import type { Night } from '../night.ts';
import { leafNow } from '../night.ts';
import { isOpen, mayBuy } from '../selling.ts';
import { hide, show } from '../sheets.ts';
import { WhoList } from './who-list.ts';

type Victim = {
  readonly entryId: string;
  readonly hitmen: readonly string[];
  readonly stack: string;
};

const toggled = (list: readonly string[], one: string): readonly string[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** What the leaf is told of everybody who went out in this hand. */
export const bustsOf = (victims: readonly Victim[]) =>
  victims.map(({ entryId, hitmen, stack }) => {
    const chips = parseCount(stack);
    return {
      entryId,
      hitmen: hitmen.map((hitman) => ({ entryId: hitman })),
      ...(chips === null ? {} : { stack: chips }),
    };
  });

const Hitmen = ({
  victim,
  all,
  victims,
  onChange,
}: {
  victim: Victim;
  all: readonly Who[];
  victims: readonly string[];
  onChange: (hitmen: readonly string[]) => void;
}) => {
  const more = useSignal(false);
  // Two who go out in one hand did not knock each other out.
  const able = all.filter(
    ({ entry }) => entry.id === victim.entryId || !victims.includes(entry.id),
  );
  const { near, far } = hitmenFor(able, [victim.entryId]);
  const chips = (some: readonly Who[]) => html`
    <div class="flex flex-wrap gap-2">
      ${some.map(
        ({ entry, name }) => html`
          <button
            type="button"
            key=${entry.id}
            class="chip"
            aria-pressed=${String(victim.hitmen.includes(entry.id))}
            onClick=${() => onChange(toggled(victim.hitmen, entry.id))}
          >
            ${name}
          </button>
        `,
      )}
    </div>
  `;
  return html`
    <fieldset class="flex flex-col gap-2 p-0 m-0">
      <legend class="text-caption text-secondary font-medium pb-1.5">${text.bust.by} · ${text.bust.byHint}</legend>
      ${near.length > 0 && chips(near)}
      ${
        far.length > 0 &&
        (near.length === 0 || more.value
          ? chips(far)
          : html`<button
              type="button"
              class="btn btn-ghost self-start"
              onClick=${() => {
                more.value = true;
              }}
            >
              ${text.bust.otherTables}
            </button>`)
      }
    </fieldset>
  `;
};

const placeText = (state: State, out: number): string => {
  const place = ordinal(Math.max(1, state.totals.live - out + 1));
  return text.bust.place(state.registration.open ? `${place} ${text.soFar}` : place);
};

/** While rebuys are open, one who is out of chips may rather buy more and keep the seat. */
const canRebuy = (state: State, entry: Entry | undefined): boolean =>
  entry !== undefined && isOpen(state, 'rebuy', leafNow()) && mayBuy(state, 'rebuy', entry);

const OneVictim = ({
  night,
  who,
  victim,
  victims,
  all,
  list,
}: {
  night: Night;
  who: Who;
  victim: Victim;
  victims: readonly string[];
  all: readonly Who[];
  list: Signal<readonly Victim[]>;
}) => {
  const change = (changes: Partial<Victim>) => {
    list.value = list.value.map((one) =>
      one.entryId === victim.entryId ? { ...one, ...changes } : one,
    );
  };
  const { table, entry, name } = who;
  return html`
    <div class="flex flex-col gap-3">
      <div class="card tone-danger flex items-center gap-3 pl-4 pr-1 min-h-14">
        <span class="grow min-w-0">
          <span class="block text-h3 font-semibold text-text break-words">${name}</span>
          ${table && entry.seat && html`<span class="block text-caption text-text">${text.players.seat(table.name, entry.seat.seat)}</span>`}
        </span>
        <button
          type="button"
          class="btn btn-icon"
          aria-label=${`${text.remove}: ${name}`}
          onClick=${() => {
            list.value = list.value.filter((one) => one.entryId !== victim.entryId);
          }}
        >
          <${Icon} name="close" size=${18} />
        </button>
      </div>
      ${
        victims.length > 1 &&
        html`<${Field} label=${text.bust.stack} hint=${text.bust.stackHint}>
          <input
            class="input mono"
            inputmode="numeric"
            value=${victim.stack}
            onInput=${(event: Event) => change({ stack: typedIn(event) })}
          />
        <//>`
      }
      ${
        asksHitman(night.state, [victim.entryId]) &&
        html`<${Hitmen} victim=${victim} all=${all} victims=${victims} onChange=${(hitmen: readonly string[]) => change({ hitmen })} />`
      }
    </div>
  `;
};

const victimOf = (entryId: string): Victim => ({ entryId, hitmen: [], stack: '' });

/** Who is out, by whom where it counts, and everybody else of the same hand. */
export const BustSheet = ({ night, entryId }: { night: Night; entryId?: string | undefined }) => {
  const { state, names } = night;
  const list = useSignal<readonly Victim[]>(entryId === undefined ? [] : [victimOf(entryId)]);
  const picking = useSignal(entryId === undefined);
  const busy = useSignal(false);
  const all = liveOnes(state, names);
  const byId = new Map(all.map((who) => [who.entry.id, who]));
  const standing = list.value.filter((victim) => byId.has(victim.entryId));
  const victims = standing.map((victim) => victim.entryId);
  const told = list.value.map((victim) => victim.entryId);

  const pick = (id: string) => {
    list.value = [...standing, victimOf(id)];
    picking.value = false;
  };
  const bust = async () => {
    if (busy.value) return;
    busy.value = true;
    const answer = await command('/busts', { busts: bustsOf(standing) });
    busy.value = false;
    if (answer !== undefined) hide();
  };

  if (picking.value || standing.length === 0) {
    const rest = all.filter(({ entry }) => !victims.includes(entry.id));
    return html`
      <${Sheet} title=${text.bust.title} onClose=${hide}>
        <${Meanwhile} night=${night} entryIds=${told} />
        <${WhoList} all=${rest} onPick=${pick} empty=${text.players.empty} />
      <//>
    `;
  }
  const last = all.length - standing.length < 1;
  const [first] = standing;
  const footer = html`
    <div class="flex flex-col gap-2">
      ${last && html`<${Notice} tone="warning">${text.bust.last}<//>`}
      <button type="button" class="btn btn-danger w-full" autofocus disabled=${busy.value || last} onClick=${bust}>
        ${text.bust.submit(standing.length)} · ${placeText(state, 1)}
      </button>
      ${
        standing.length === 1 &&
        first !== undefined &&
        canRebuy(state, state.entries[first.entryId]) &&
        html`<button type="button" class="btn btn-outline w-full" onClick=${() => show({ sheet: 'rebuy', entryId: first.entryId })}>
          ${text.bust.rebuyInstead}
        </button>`
      }
    </div>
  `;
  return html`
    <${Sheet} title=${text.bust.title} onClose=${hide} footer=${footer}>
      <${Meanwhile} night=${night} entryIds=${told} />
      <div class="flex flex-col gap-5">
        ${standing.map((victim) => {
          const who = byId.get(victim.entryId);
          return (
            who &&
            html`<${OneVictim}
              key=${victim.entryId}
              night=${night}
              who=${who}
              victim=${victim}
              victims=${victims}
              all=${all}
              list=${list}
            />`
          );
        })}
        <button
          type="button"
          class="btn btn-ghost self-start"
          onClick=${() => {
            picking.value = true;
          }}
        >
          <${Icon} name="plus" size=${18} />${text.bust.more}
        </button>
      </div>
    <//>
  `;
};
