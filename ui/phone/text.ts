import { clock } from '../texts/en/clock.ts';
import { did } from '../texts/en/did.ts';
import { general } from '../texts/en/general.ts';
import { money } from '../texts/en/money.ts';
import { phone } from '../texts/en/phone.ts';
import { players } from '../texts/en/players.ts';
import { status } from '../texts/en/status.ts';

/** What the player's page says: only its own words, because it comes over bad networks. */
export const text = { ...general, clock, did, money, phone, players, status } as const;
