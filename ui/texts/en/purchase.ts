export const purchase = {
  rebuyTitle: 'Rebuy',
  addOnTitle: 'Add-on',
  who: 'Who?',
  out: 'just out',
  times: 'How many',
  rebuySubmit: (amount: string) => `Rebuy · ${amount}`,
  addOnSubmit: (amount: string) => `Add-on · ${amount}`,
  off: 'This tournament sells none.',
  override: 'Why past the rule?',
  empty: 'Nobody can buy one now.',
} as const;
