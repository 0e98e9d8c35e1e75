import type { RequestView } from '../../src/rooms/requests/views.ts';
import type { Tone } from '../parts/bits.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';

const words = text.requests;

const clock = new Intl.DateTimeFormat(locale.times, { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(locale.times, {
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
});
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Today's by the hour, older ones with their day. */
export const timeOf = (iso: string, nowMs: number): string => {
  const ms = Date.parse(iso);
  return (nowMs - ms < DAY_MS ? clock : dayAndTime).format(new Date(ms));
};

export const nameOf = ({ player }: RequestView): string => player?.name ?? words.erased;

export const tournamentOf = ({ tournament }: RequestView): string =>
  tournament?.name ?? words.someTournament;

export const fieldName = (field: string): string => words.fields[field] ?? field;

/** Why something was not taken, as a sentence. */
export const codeText = (code: string | null): string => {
  if (code === null) return '';
  return words.codes[code] ?? words.reasons[code] ?? text.errors.codes[code] ?? code;
};

const subject = (one: RequestView): string => (one.kind === 'settings' ? words.venue : nameOf(one));

const kindName = ({ kind }: RequestView): string => words.kinds[kind] ?? kind;

const refusedTitle = (one: RequestView): string =>
  one.kind === 'registration' && one.player !== null
    ? words.did.refused(one.player.name, tournamentOf(one))
    : words.did.notTaken(kindName(one));

const appliedTitle = (one: RequestView): string => {
  if (one.kind === 'profile') return words.did.profile(nameOf(one));
  if (one.kind === 'erase') return words.did.erase;
  return one.kind === 'media' ? words.did.media : words.did.settings;
};

/** What became of a request that was dealt with. */
export const doneTitle = (one: RequestView): string => {
  switch (one.status) {
    case 'accepted':
      return words.did.accepted(nameOf(one), tournamentOf(one));
    case 'refused':
      return refusedTitle(one);
    case 'settled':
      return one.side === 'ours' ? words.did.ours(subject(one)) : words.did.theirs(subject(one));
    case 'unknown':
      return words.did.unknown;
    default:
      return appliedTitle(one);
  }
};

/** What else is to be said of it, in one line. */
export const doneDetail = (one: RequestView): string => {
  const ignored =
    one.ignored.length === 0 ? '' : words.ignored(one.ignored.map(fieldName).join(', '));
  if (one.status === 'unknown') return words.unknownLead;
  if (one.status === 'refused') return codeText(one.code);
  return one.isGone ? words.gone : ignored;
};

export const doneTone = ({ status, isGone }: RequestView): Tone => {
  if (status === 'refused' || isGone) return 'warning';
  return status === 'unknown' ? 'info' : 'success';
};
