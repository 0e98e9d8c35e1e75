const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/iu;

/** A scanner types like a person, but what it types holds a player's id, alone or in an address. */
export const scannedId = (typed: string): string | null =>
  ID.exec(typed)?.[0].toLowerCase() ?? null;
