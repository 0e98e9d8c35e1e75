import type { Infix, Prefix } from './tree.ts';

/** Signs and words between two operands; what binds tighter has the higher number. */
export const INFIXES: ReadonlyMap<string, { readonly sign: Infix; readonly binds: number }> =
  new Map([
    ['or', { sign: 'or', binds: 1 }],
    ['||', { sign: 'or', binds: 1 }],
    ['and', { sign: 'and', binds: 2 }],
    ['&&', { sign: 'and', binds: 2 }],
    ['=', { sign: '=', binds: 4 }],
    ['==', { sign: '=', binds: 4 }],
    ['is', { sign: '=', binds: 4 }],
    ['!=', { sign: '!=', binds: 4 }],
    ['<', { sign: '<', binds: 5 }],
    ['>', { sign: '>', binds: 5 }],
    ['<=', { sign: '<=', binds: 5 }],
    ['>=', { sign: '>=', binds: 5 }],
    ['+', { sign: '+', binds: 6 }],
    ['-', { sign: '-', binds: 6 }],
    ['*', { sign: '*', binds: 7 }],
    ['/', { sign: '/', binds: 7 }],
    ['%', { sign: '%', binds: 7 }],
  ]);

/** `not r = 1` means not (r = 1), as people say it; `!m * 5` means (!m) * 5, as in C. */
export const PREFIXES: ReadonlyMap<string, { readonly sign: Prefix; readonly binds: number }> =
  new Map([
    ['not', { sign: 'not', binds: 3 }],
    ['!', { sign: 'not', binds: 8 }],
    ['-', { sign: '-', binds: 8 }],
    ['+', { sign: '+', binds: 8 }],
  ]);
