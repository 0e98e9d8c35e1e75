import { logOut } from '../api.ts';
import { signal } from '../html.ts';
import { hangUp } from '../tournament/night.ts';

/** Whether the sign-in page asks who goes on, on a tablet that is handed round. */
export const handedOver = signal(false);

/** Ends this sign-in; `next`: somebody else takes over on the same page. */
export const signOut = async ({ next }: { next: boolean }): Promise<void> => {
  handedOver.value = next;
  await logOut();
  hangUp();
};
