import { get, session } from '../../api.ts';
import { signal } from '../../html.ts';

type Operator = { readonly id: string; readonly name: string };

const known = signal<Readonly<Record<string, string>>>({});
let asked = false;

/** Names of those who work here, asked for once; only an admin is told all of them. */
export const askOperators = async (): Promise<void> => {
  if (asked || session.value?.operator.role !== 'admin') return;
  asked = true;
  try {
    const { items } = await get<{ items: readonly Operator[] }>('/operators');
    known.value = Object.fromEntries(items.map(({ id, name }) => [id, name]));
  } catch {
    // The list is read without names then, and asked again when the page is opened anew.
    asked = false;
  }
};

/** The operator's name, undefined where this page was not told it. */
export const operatorName = (id: string): string | undefined => {
  const own = session.value?.operator;
  return own?.id === id ? own.name : known.value[id];
};
