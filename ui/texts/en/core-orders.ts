/** What the core says of what was sent down to a venue's leaf. */
export const coreOrders = {
  lead: 'What was changed outside the venue. Its leaf takes it, or says why not.',
  list: 'Sent down to the leaf',
  none: 'Nothing was sent down',
  noneLead:
    'Profiles, settings, pictures and registrations that come from outside the venue stand here, with what its leaf made of them.',
  more: 'Show older ones',
  somebody: '(unknown or erased)',
  someTournament: 'a tournament',
  title: {
    registration: (who: string, tournament: string) => `${who} wants to play ${tournament}`,
    profile: (who: string) => `Profile of ${who}`,
    erase: 'Erase a person',
    settings: 'Venue settings',
    media: 'A picture',
  },
  status: {
    sent: 'On its way',
    waiting: 'Waiting',
    applied: 'Applied',
    accepted: 'Let in',
    conflicted: 'Conflict',
    settled: 'Decided',
    refused: 'Refused',
    unknown: 'Not understood',
  } as Readonly<Record<string, string>>,
  underWay: 'The leaf has not answered yet.',
  away: 'The leaf is not heard: it gets this when it is back.',
  floorDecides: 'The tournament runs: an operator there lets them in or not.',
  clash: (fields: string, ours: boolean) =>
    `Changed there too: ${fields}. ${ours ? 'The venue’s own stands' : 'What was sent stands'} until somebody there decides.`,
  ours: 'The venue kept its own.',
  theirs: 'The venue took what was sent.',
  tooOld: (version: string) =>
    version === ''
      ? 'The leaf is too old for it: it is sent again after its update.'
      : `The leaf (${version}) is too old for it: it is sent again after its update.`,
  ignored: (fields: string) => `Not known there yet: ${fields}`,
} as const;
