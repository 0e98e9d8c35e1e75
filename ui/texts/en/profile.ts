/** The form of one player in the house's own list. */
export const profile = {
  title: 'Profile',
  firstName: 'First name',
  lastName: 'Last name',
  nickname: 'Nickname',
  nicknameHint: 'Screens in the room show it instead of the name.',
  email: 'E-mail',
  phone: 'Phone',
  notes: 'Notes',
  notesHint: 'Only the staff read them.',
  nameNeeded: 'A first name or a nickname is needed.',
  fullNameOutside: 'Full name outside the room',
  outsideHint: 'Only if the player has agreed: anybody with the link can read it.',
  outsideAs: 'On phones now:',
  saved: 'Profile saved',
} as const;
