import { phone } from '../texts/en/phone.ts';

/** What the player's page says: only its own words, because it comes over bad networks. */
export const text = phone;
