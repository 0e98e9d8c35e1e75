/**
 * Words of somebody else's as a part of one line: nothing in them moves a cursor, or begins another line
 * of a log.
 */
export const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');
