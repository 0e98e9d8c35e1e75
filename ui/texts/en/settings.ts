export const settings = {
  name: 'Name',
  lateReg: 'Late registration until the end of level',
  rebuys: 'Rebuys until the end of level',
  addOns: 'Add-ons allowed',
  guarantee: 'Guarantee',
  save: 'Save',
  saved: 'Settings saved',
  entriesOpen: 'Entries are open',
  entriesClosed: 'Entries are closed',
  hits: 'Ask who knocked out whom',
  autoSeat: 'Draw a seat at every buy-in',
  maxDifference: 'Tables may differ by',
} as const;
