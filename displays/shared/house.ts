import type { AssignMessage } from '../../src/rooms/displays/views/messages.ts';
import { text } from '../text.ts';

/** What every view needs of the venue. */
export type House = {
  readonly name: string;
  /** Path of a picture, null where the name stands for the venue. */
  readonly logo: string | null;
  /** Address of the tournament's page for phones; empty where there is none to show. */
  readonly phone: string;
  readonly wifi: { readonly ssid: string; readonly password: string } | null;
  /** IANA name; empty until the leaf has told it: then the screen's own counts. */
  readonly timezone: string;
};

/** @param origin of this page, where the leaf knows no better address. */
export const houseOf = (assigned: AssignMessage | null, origin: string): House => {
  const config = assigned?.config;
  const id = assigned?.tournamentId ?? null;
  return {
    name: config?.venue || text.app,
    logo: config?.logo ?? null,
    phone: id === null ? '' : (config?.playerUrl ?? `${origin}/t/${id}`),
    wifi: config?.wifi ?? null,
    timezone: config?.timezone ?? '',
  };
};
