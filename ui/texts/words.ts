/** The shape of a catalogue, whatever it says: texts stay texts, functions keep what they are told. */
export type Words<T> = T extends (...told: infer Told) => infer Said
  ? (...told: Told) => Words<Said>
  : T extends string
    ? string
    : T extends readonly (infer One)[]
      ? number extends T['length']
        ? readonly Words<One>[]
        : { readonly [K in keyof T]: Words<T[K]> }
      : { readonly [K in keyof T]: Words<T[K]> };
