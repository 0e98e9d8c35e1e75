export const login = {
  title: 'Sign in',
  operator: 'Your name',
  pin: 'PIN',
  wrong: 'Name or PIN is wrong.',
  locked: (left: string) => `Too many wrong PINs. Try again in ${left}.`,
  lockedAdmin: 'Too many wrong PINs. An admin has to unlock you.',
  submit: 'Sign in',
  erase: 'Delete the last digit',
  digits: (n: number) => `${n} of 6 digits`,
  signedOut: 'Signed out',
} as const;
