/** What went wrong, as the core says it. */
export const coreErrors = {
  errors: {
    unreachable: 'The core does not answer. Nothing was changed; try again in a moment.',
    again: 'Try again',
    codes: {
      PASSWORD_WRONG: 'E-mail address or password is wrong.',
      LOCKED_OUT: 'Too many wrong passwords: wait a moment.',
      NO_ACCOUNT:
        'Your organisation knows you, but nobody has let you in here. Ask an administrator to add your e-mail address.',
      OIDC_REFUSED: 'The sign-in at your organisation did not come about. Try again.',
      CODE_UNKNOWN: 'This link was used already or is too old. Start the core again for another.',
      ALREADY_SET_UP: 'This core has an administrator: sign in.',
      EMAIL_TAKEN: 'There is a user of this e-mail address.',
      NAME_TAKEN: 'There is one of this name.',
      SLUG_TAKEN: 'Another venue has this short name.',
      LAST_ADMIN: 'Somebody has to stay an administrator: make another one first.',
      REVOKED: 'This venue was revoked.',
      FORBIDDEN: 'Your role does not reach so far.',
      UNAUTHENTICATED: 'The sign-in is over: sign in again.',
      NOT_FOUND: 'This does not exist (any more), or is not yours to see.',
      INTERNAL: 'Something went wrong inside the core; it was noted there.',
      HOST_UNKNOWN: 'The core does not know this address as its own: open it by its usual one.',
      CROSS_ORIGIN: 'This page comes from another address than the core: open the core’s own.',
    } as Readonly<Record<string, string>>,
  },
} as const;
