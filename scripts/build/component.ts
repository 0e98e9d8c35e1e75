export type Hash = { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string };

/** A component of a bill as CycloneDX has it. */
export type Component = {
  readonly type: 'library' | 'application' | 'data';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly hashes?: readonly Hash[];
  readonly licenses?: readonly { readonly expression: string }[];
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  /** What is inside it. */
  readonly components?: readonly Component[];
};

export const byRef = (a: Component, b: Component): number => (a['bom-ref'] < b['bom-ref'] ? -1 : 1);

/** @param expression of SPDX. */
export const licence = (expression: string | undefined): Pick<Component, 'licenses'> =>
  expression === undefined ? {} : { licenses: [{ expression }] };
