/** The command cannot do what it should, and one line says why: exit code 1. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** The command was called in a way that it does not understand: exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}
