/** The command cannot do what it should, and one line says why: exit code 1. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** The command was called in a way that it does not understand: exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** As a line for whoever started the program. */
export const failedBy = (error: unknown): Failed =>
  error instanceof Failed
    ? error
    : new Failed(error instanceof Error ? error.message : String(error), { cause: error });
