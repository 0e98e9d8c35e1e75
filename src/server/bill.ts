/** What an executable was made of. */
export type Bill = {
  /** Software bill of materials, CycloneDX 1.6 as JSON. */
  readonly sbom: string;
  /** Versions of what it stands on: `bun`, `nats-server`, and of a leaf `libsql` and `sqlite`. */
  readonly parts: { readonly [name: string]: string };
};

/** The bundler replaces this module; null in a checkout, which stands on whatever is installed. */
export const loadBill = (): Bill | null => null;
