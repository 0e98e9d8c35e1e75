import type { Config, Sales } from '../../../src/rooms/tournament/commands/config.ts';
import { html } from '../../html.ts';
import { laterText } from '../../later-text.ts';
import type { Editing } from './editing.ts';
import { change } from './editing.ts';
import { MomentField, PickField, Toggle } from './fields.ts';
import { Group, TWO } from './group.ts';
import { LimitField } from './number-fields.ts';
import { Profiles, profileOf } from './profiles.ts';

const say = laterText.settings;

const namesOf = (profiles: Config['buyIns']): string =>
  profiles
    .filter(({ enabled }) => enabled)
    .map(({ name }) => name)
    .join(', ');

export const BuyIns = ({ edit, open = false }: { edit: Editing; open?: boolean }) => {
  const { buyIns } = edit.config.value;
  return html`
    <${Group} title=${say.groups.buyIns} summary=${namesOf(buyIns)} lock=${edit.locks['buyIns']} open=${open}>
      <${Profiles} id="buyIns" at="buyIns" stem="buyin" profiles=${buyIns} least=${1} edit=${edit} onChange=${(next: Config['buyIns']) => change(edit, { buyIns: next })} />
    <//>
  `;
};

const entrySummary = ({ reEntry, registration: { lastLevel } }: Config): string => {
  if (lastLevel === null) return reEntry.allowed ? say.summaries.openReEntry : say.summaries.open;
  return reEntry.allowed
    ? say.summaries.reEntry(String(lastLevel))
    : say.summaries.lateReg(String(lastLevel));
};

export const Entries = ({ edit }: { edit: Editing }) => {
  const config = edit.config.value;
  const { reEntry, registration } = config;
  const setReEntry = (changes: Partial<Config['reEntry']>) =>
    change(edit, { reEntry: { ...reEntry, ...changes } });
  const setRegistration = (changes: Partial<Config['registration']>) =>
    change(edit, { registration: { ...registration, ...changes } });
  return html`
    <${Group} title=${say.groups.reEntry} summary=${entrySummary(config)}>
      <div class=${TWO}>
        <${LimitField} id="reg.level" at="registration.lastLevel" edit=${edit} label=${say.lateReg} hint=${say.floorCloses} value=${registration.lastLevel} onChange=${(lastLevel: number | null) => setRegistration({ lastLevel })} />
        <${MomentField} edit=${edit} at="registration.until" label=${say.until} value=${registration.until} onChange=${(until: number | null) => setRegistration({ until })} />
      </div>
      <${Toggle} label=${say.throughBreak} checked=${registration.throughBreak} onChange=${(throughBreak: boolean) => setRegistration({ throughBreak })} />
      <${Toggle} label=${say.reEntry} checked=${reEntry.allowed} onChange=${(allowed: boolean) => setReEntry({ allowed })} />
      ${reEntry.allowed && html`<${LimitField} id="reEntry.most" at="reEntry.maxPerPlayer" edit=${edit} label=${say.reEntryMost} placeholder=${say.noLimit} value=${reEntry.maxPerPlayer} onChange=${(maxPerPlayer: number | null) => setReEntry({ maxPerPlayer })} />`}
      <${Toggle} label=${say.concurrent} checked=${reEntry.concurrent} onChange=${(concurrent: boolean) => setReEntry({ concurrent })} />
      <div class=${TWO}>
        <${PickField} label=${say.noShow} value=${config.noShow} choices=${say.noShows} onChange=${(noShow: Config['noShow']) => change(edit, { noShow })} />
        <${PickField} label=${say.placesCount} value=${config.placesCount} choices=${say.placesCounts} onChange=${(placesCount: Config['placesCount']) => change(edit, { placesCount })} />
      </div>
      ${
        edit.locks['mode'] === undefined
          ? html`<${Toggle} label=${say.mode} hint=${say.modeHint} checked=${config.mode === 'counters'} onChange=${(counters: boolean) => change(edit, { mode: counters ? 'counters' : 'named' })} />`
          : html`<p class="text-caption text-secondary">${edit.locks['mode']}</p>`
      }
    <//>
  `;
};

const soldSummary = ({ allowed, profiles, lastLevel }: Sales): string => {
  if (!allowed) return say.off;
  const names = namesOf(profiles);
  return lastLevel === null ? names : say.summaries.sold(names, String(lastLevel));
};

/** Rebuys or add-ons: what they cost, when and how often (BUY-3). */
export const Sold = ({ edit, which }: { edit: Editing; which: 'rebuys' | 'addOns' }) => {
  const sales = edit.config.value[which];
  const [first] = edit.config.value.buyIns;
  const set = (changes: Partial<Sales>) => change(edit, { [which]: { ...sales, ...changes } });
  const toggle = (allowed: boolean) => {
    const name = which === 'rebuys' ? laterText.create.rebuyName : laterText.create.addOnName;
    const price = { price: first?.price ?? 0, chips: first?.chips ?? 10_000 };
    const fresh = profileOf({ id: which === 'rebuys' ? 'rebuy' : 'addon', name, ...price });
    set({ allowed, profiles: sales.profiles.length > 0 ? sales.profiles : [fresh] });
  };
  const limit = (
    key: 'firstLevel' | 'lastLevel' | 'maxPerPlayer' | 'maxTotal' | 'minPlayers' | 'chipThreshold',
    label: string,
  ) => html`
    <${LimitField} id=${`${which}.${key}`} edit=${edit} label=${label} placeholder=${say.noLimit} value=${sales[key]} onChange=${(value: number | null) => set({ [key]: value })} />
  `;
  return html`
    <${Group} title=${say.groups[which]} summary=${soldSummary(sales)}>
      <${Toggle} label=${say.groups[which]} checked=${sales.allowed} onChange=${toggle} />
      ${
        sales.allowed &&
        html`
          <${Profiles} id=${which} at=${`${which}.profiles`} stem=${which === 'rebuys' ? 'rebuy' : 'addon'} profiles=${sales.profiles} least=${1} edit=${edit} onChange=${(profiles: Config['buyIns']) => set({ profiles })} />
          <div class=${TWO}>
            ${limit('firstLevel', say.firstLevel)} ${limit('lastLevel', say.lastLevel)}
            ${limit('maxPerPlayer', say.maxPerPlayer)} ${limit('maxTotal', say.maxTotal)}
            ${limit('minPlayers', say.minPlayers)} ${limit('chipThreshold', say.chipThreshold)}
            <${MomentField} edit=${edit} at=${`${which}.until`} label=${say.until} value=${sales.until} onChange=${(until: number | null) => set({ until })} />
          </div>
        `
      }
    <//>
  `;
};
