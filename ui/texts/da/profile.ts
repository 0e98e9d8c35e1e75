import type { profile as english } from '../en/profile.ts';
import type { Words } from '../words.ts';

/** The form of one player in the house's own list. */
export const profile: Words<typeof english> = {
  title: 'Profil',
  firstName: 'Fornavn',
  lastName: 'Efternavn',
  nickname: 'Kaldenavn',
  nicknameHint: 'Skærmene i lokalet viser det i stedet for navnet.',
  email: 'E-mail',
  phone: 'Telefon',
  notes: 'Noter',
  notesHint: 'Kun personalet læser dem.',
  nameNeeded: 'Der skal være et fornavn eller et kaldenavn.',
  fullNameOutside: 'Fulde navn uden for lokalet',
  outsideHint: 'Kun hvis spilleren har sagt ja: alle med linket kan læse det.',
  outsideAs: 'På telefoner nu:',
  saved: 'Profil gemt',
};
