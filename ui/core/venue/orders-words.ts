import type { AskedLine } from '../../../src/core/app.ts';
import type { Tone } from '../../parts/bits.ts';
import { text as general } from '../../text.ts';
import { coreOrders as text } from '../../texts/en/core-orders.ts';

/** How something that was sent down stands; what a newer leaf calls otherwise is as it calls it. */
export const statusText = ({ status }: AskedLine): string => text.status[status] ?? status;

const TONES: { readonly [status: string]: Tone } = {
  ...{ sent: 'info', waiting: 'warning', applied: 'success', accepted: 'success' },
  ...{ conflicted: 'warning', settled: 'success', refused: 'danger', unknown: 'warning' },
};
export const toneOf = ({ status }: AskedLine): Tone => TONES[status] ?? 'plain';

/** Whether somebody or something has still to answer. */
export const isOpen = ({ status }: AskedLine): boolean =>
  status === 'sent' || status === 'waiting' || status === 'conflicted' || status === 'unknown';

/** What was asked, of whom. */
export const titleOf = ({ kind, player, tournament }: AskedLine): string => {
  const who = player?.name ?? text.somebody;
  switch (kind) {
    case 'registration':
      return text.title.registration(who, tournament?.name ?? text.someTournament);
    case 'profile':
      return text.title.profile(who);
    case 'erase':
      return text.title.erase;
    case 'settings':
      return text.title.settings;
    case 'media':
      return text.title.media;
    default:
      return kind;
  }
};

const { requests } = general;
const fieldsText = (fields: readonly string[]): string =>
  fields.map((field) => requests.fields[field] ?? field).join(', ');

/** Why the leaf did not take it, as a sentence. */
const reasonText = (code: string | null): string => {
  if (code === null) return '';
  return requests.codes[code] ?? requests.reasons[code] ?? general.errors.codes[code] ?? code;
};

/** What else is to be said of it: why, and who has to do what. `isAway`: the leaf is not heard. */
export const detailOf = (line: AskedLine, isAway: boolean): string => {
  const { status, side, fields, conflicts, ignored } = line;
  switch (status) {
    case 'sent':
      return [fieldsText(fields), isAway ? text.away : text.underWay].filter(Boolean).join(' · ');
    case 'waiting':
      return text.floorDecides;
    case 'conflicted':
      return text.clash(fieldsText(conflicts), side === 'ours');
    case 'settled':
      return side === 'ours' ? text.ours : text.theirs;
    case 'refused':
      return reasonText(line.code);
    case 'unknown':
      return text.tooOld(line.unknownTo ?? '');
    default:
      return ignored.length === 0 ? '' : text.ignored(fieldsText(ignored));
  }
};
