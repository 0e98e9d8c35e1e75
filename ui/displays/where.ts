import type { Signal } from '../html.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Select } from '../parts/form.ts';
import { groupsOf, nameOf } from './model.ts';
import { displays } from './store.ts';

const choices = () => {
  const all = displays.value ?? [];
  return [
    { value: '', label: laterText.displays.where.all },
    ...groupsOf(all).map((group) => ({
      value: `group:${group}`,
      label: laterText.displays.where.group(group),
    })),
    ...all.map((one) => ({ value: `node:${one.id}`, label: nameOf(one) })),
  ];
};

/** The chosen place in words; all screens where the chosen one is gone. */
export const whereText = (where: string): string =>
  choices().find(({ value }) => value === where)?.label ?? laterText.displays.where.all;

/** All screens, a group, or one. */
export const WhereSelect = ({ value }: { value: Signal<string> }) =>
  html`<${Select} value=${value} label=${laterText.displays.where.label} choices=${choices()} />`;
