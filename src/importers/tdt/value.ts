/**
 * What a `.tdt` expression says, as data: nothing in it is ever run. Fields sit in a `Map`, so that a
 * key such as `__proto__` is a key like any other.
 */
export type TdtValue =
  | string
  | boolean
  | null
  | undefined
  | TdtNumber
  | TdtList
  | TdtObject
  | TdtMap
  | TdtConstruction;

/** A number as it was written, so that 33.34 stays 33.34. */
export type TdtNumber = { readonly kind: 'number'; readonly source: string };
export type TdtList = { readonly kind: 'list'; readonly items: readonly TdtValue[] };
export type TdtFields = ReadonlyMap<string, TdtValue>;
/** `{ key: value }`; of equal keys the last one counts, as in JavaScript. */
export type TdtObject = { readonly kind: 'object'; readonly fields: TdtFields };
/** Both `new Map({ … })` (3.4.3 and older) and `Map.from([[key, value], …])`, in the file's order. */
export type TdtMap = {
  readonly kind: 'map';
  readonly entries: readonly (readonly [TdtValue, TdtValue])[];
};
/** `new Name(…)` of any name; the reader knows no constructor, its callers know some. */
export type TdtConstruction = {
  readonly kind: 'new';
  readonly type: string;
  readonly args: readonly TdtValue[];
};
