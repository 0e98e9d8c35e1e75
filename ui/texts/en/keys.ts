export const keys = {
  title: 'Keys',
  /** By what they are about; the same keys as in `ui/tournament/keys.ts`. */
  groups: [
    {
      title: 'The night',
      list: [
        ['B', 'Bust'],
        ['I', 'Buy in'],
        ['R', 'Rebuy'],
        ['A', 'Add-on'],
        ['D', 'Desk: buy in a queue of players'],
        ['Z', 'Undo the last action'],
        ['Y', 'Put it back'],
      ],
    },
    {
      title: 'Clock',
      list: [
        ['Space', 'Start, pause or resume'],
        ['N', 'Next level'],
        ['P', 'Previous level'],
        ['+  −', 'A minute more or less'],
        ['H', 'Hand timer'],
        ['C', 'Clock panel'],
      ],
    },
    {
      title: 'Tables and money',
      list: [
        ['E', 'Even out the tables'],
        ['O', 'Open tables'],
        ['K', 'Count stacks'],
        ['M', 'On a seat: pick the player up, arrows and Enter put down'],
        ['W', 'Payouts'],
        ['X', 'Close entries, or open them again'],
        ['U', 'Draw seats for those without one'],
      ],
    },
    {
      title: 'Getting around',
      list: [
        ['1 … 5', 'Overview, Players, Tables, Money, More'],
        ['.  ,', 'Next tournament, the one before'],
        ['T', 'All tournaments'],
        ['/', 'Search'],
        ['↑ ↓', 'In a list: the next line, the one before'],
        ['S', 'Settings'],
        ['V', 'Displays'],
        ['Q', 'Players’ page: code and Wi-Fi'],
        ['L', 'Lock, for somebody else to go on'],
        ['Esc', 'Close'],
        ['?', 'This list'],
      ],
    },
  ] as readonly {
    readonly title: string;
    readonly list: readonly (readonly [string, string])[];
  }[],
} as const;
