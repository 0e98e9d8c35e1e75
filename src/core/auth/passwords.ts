import * as v from 'valibot';

const OPTIONS = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const;

/** Long enough that nobody guesses it through the ladder; what it is made of is the owner's choice. */
export const password = v.pipe(
  v.string(),
  v.minLength(12, 'must have at least 12 characters'),
  v.maxLength(200),
);

export const sealed = (plain: string): Promise<string> => Bun.password.hash(plain, OPTIONS);

/** Stands for a user who does not exist, and costs as much. */
let nobody: Promise<string> | undefined;

/** Takes as long for somebody without a password, whom none fits. */
export const fits = async (plain: string, hash: string | null): Promise<boolean> => {
  nobody ??= sealed(crypto.randomUUID());
  const same = await Bun.password.verify(plain, hash ?? (await nobody));
  return same && hash !== null;
};
