export const keys = {
  title: 'Keys',
  list: [
    ['Space', 'Pause or resume the clock'],
    ['B', 'Bust'],
    ['I', 'Buy in'],
    ['R', 'Rebuy'],
    ['A', 'Add-on'],
    ['C', 'Clock panel'],
    ['Z', 'Undo the last action'],
    ['1 … 5', 'Overview, Players, Tables, Money, More'],
    ['Esc', 'Close'],
    ['?', 'This list'],
  ] as readonly (readonly [string, string])[],
} as const;
