import { html } from '../html.ts';

/** Drawn for Felt on a 24-unit grid, two units thick, round caps. */
const PATHS = {
  home: 'M4 11.5 12 4l8 7.5M6 10v9h12v-9',
  players:
    'M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 20c.6-3.6 3.4-5.5 7-5.5s6.400 1.900 7 5.5',
  table: 'M8.5 7h7a5 5 0 0 1 0 10h-7a5 5 0 0 1 0-10Z',
  money: 'M4 7h16v11H4zM12 15a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5.5v13l10-6.5z',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  next: 'M9.5 5.5 16 12l-6.5 6.5',
  forward: 'M6 6l6 6-6 6M17 6v12',
  rewind: 'M18 6l-6 6 6 6M7 6v12',
  bust: 'M7 7l10 10M17 7 7 17',
  star: 'M12 4.5l2.300 4.800 5.200.7-3.800 3.600.9 5.200-4.600-2.5-4.600 2.5.9-5.200L4.5 10l5.200-.7z',
  move: 'M4 9h14l-3.5-3.5M20 15H6l3.5 3.5',
  level: 'M12 5l7 12H5z',
  coins:
    'M12 8c4 0 7-1 7-2.5S16 3 12 3 5 4 5 5.5 8 8 12 8ZM5 5.5v6C5 13 8 14 12 14s7-1 7-2.5v-6M5 11.5v6C5 19 8 20 12 20s7-1 7-2.5v-6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.5 4.5',
  screen: 'M4 5h16v11H4zM9 20h6',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  gear: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  trophy:
    'M8 4h8v5a4 4 0 0 1-8 0zM8 6H4.5c0 3 1.5 4.5 3.5 4.5M16 6h3.5c0 3-1.5 4.5-3.5 4.5M12 13v4M8.5 20h7',
  download: 'M12 5v11M7.5 11.5 12 16l4.5-4.5M5 19h14',
  printer: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  upload: 'M12 16V5M7.5 9.5 12 5l4.5 4.5M5 19h14',
  key: 'M4 7h16v10H4zM7.5 10.5h.01M12 10.5h.01M16.5 10.5h.01M8 14h8',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M18.400 5.600l-1.100 1.100M6.700 17.300l-1.100 1.100',
  out: 'M10 5H5v14h5M14 8l4 4-4 4M18 12H9',
  undo: 'M9 6 5 10l4 4M5 10h9a5 5 0 0 1 0 10h-3',
  redo: 'M15 6l4 4-4 4M19 10h-9a5 5 0 0 0 0 10h3',
  phone: 'M8 3h8v18H8zM11.5 18h1',
  check: 'M5 12.5 10 17.5 19 7',
  sound: 'M5 9.5v5h3.5L13 18V6L8.5 9.5zM16 9.5a4 4 0 0 1 0 5M18.5 7a8 8 0 0 1 0 10',
  announce: 'M4 10v4h3l9 4V6L7 10zM8 14.5l1.5 5M19 10v4',
  look: 'M12 20a8 8 0 1 1 8-8c0 2.500-2 3-4 3h-1.500c-1.500 0-2 1.500-1 2.500.8.900.3 2.500-1.500 2.500ZM8 10h.01M12 7.500h.01M16 10h.01',
  chip: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM12 4v4M12 16v4M4 12h4M16 12h4',
  inbox: 'M4 13v6h16v-6M4 13h4.5l1.500 3h4l1.500-3H20M4 13 7 5h10l3 8',
  info: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 11v5M12 8h.01',
  house: 'M4 20V10l8-6 8 6v10zM10 20v-6h4v6',
  pulse: 'M3 12h4l2.5-6 5 12L17 12h4',
  copy: 'M8 8h12v12H8zM4 16V4h12',
  cloud: 'M7 18h10.5a3.500 3.500 0 0 0 .500-6.960A6 6 0 0 0 6.400 10.100 4 4 0 0 0 7 18Z',
  language: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
} as const;
export type IconName = keyof typeof PATHS;

/** Beside its word, so it says nothing to a screen reader. */
export const Icon = ({ name, size = 22 }: { name: IconName; size?: number }) => html`
  <svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width=${name === 'more' || name === 'list' ? 3 : 2}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d=${PATHS[name]} />
  </svg>
`;
