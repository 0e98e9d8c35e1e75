import { ApiProblem, del, replace } from '../api.ts';
import { html, useRef, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { loadPublicVenue } from './public.ts';
import type { Venue } from './store.ts';
import { loadVenue } from './store.ts';

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
const MOST_BYTES = 256 * 1024;

const reload = () => Promise.all([loadVenue(), loadPublicVenue()]);

/** In words where the bytes are no picture, whatever the file's name says. */
const inWords = (error: unknown): unknown =>
  error instanceof ApiProblem && error.status === 422
    ? new ApiProblem({ code: error.code, message: laterText.venue.look.wrongType, status: 422 })
    : error;

const send = (file: Blob): Promise<boolean | undefined> =>
  attempt(async () => {
    await replace('/venue/logo', file.type, file).catch((error: unknown) => {
      throw inWords(error);
    });
    await reload();
    return true;
  });

/** The picture's bytes, kept here until the toast is gone, because the leaf deletes them. */
const bytesOf = async (logo: string | null): Promise<Blob | null> => {
  if (logo === null) return null;
  const response = await fetch(`/media/${logo}`).catch(() => null);
  return response?.ok === true ? await response.blob() : null;
};

const takeDown = (): Promise<boolean | undefined> =>
  attempt(async () => {
    await del('/venue/logo');
    await reload();
    return true;
  });

const undoable = (title: string, before: Blob | null): void =>
  toast({
    ...{ tone: 'plain', title },
    action: {
      label: text.undo,
      run: () => void (before === null ? takeDown() : send(before)),
    },
  });

const problemOf = ({ type, size }: File): string => {
  if (!TYPES.includes(type)) return laterText.venue.look.wrongType;
  return size > MOST_BYTES ? laterText.venue.look.tooLarge : '';
};

/** The house's picture: chosen, replaced, taken down, each with the way back. */
export const LogoField = ({ venue }: { venue: Venue }) => {
  const problem = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const words = laterText.venue.look;
  const choose = async (event: Event) => {
    const { target } = event;
    const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
    if (file === undefined) return;
    problem.value = problemOf(file);
    if (input.current !== null) input.current.value = '';
    if (problem.value !== '') return;
    const before = await bytesOf(venue.logo);
    if (await send(file)) undoable(words.logoSaved, before);
  };
  const remove = async () => {
    const before = await bytesOf(venue.logo);
    if (await takeDown()) undoable(words.logoRemoved, before);
  };
  return html`
    <section class="card p-4 md:p-5 flex flex-col gap-3" aria-label=${words.logo}>
      <div>
        <h2 class="text-h3 font-semibold">${words.logo}</h2>
        <p class="text-caption text-secondary">${words.logoLead}</p>
      </div>
      ${
        venue.logo !== null &&
        html`<div class="rounded-lg border border-surface1 bg-base p-4 flex justify-center">
          <img class="max-h-24 max-w-full object-contain" src=${`/media/${venue.logo}`} alt=${words.logo} />
        </div>`
      }
      <div class="flex flex-wrap gap-2">
        <button type="button" class="btn btn-soft" onClick=${() => input.current?.click()}>
          <${Icon} name="upload" size=${18} />${venue.logo === null ? words.choose : words.replace}
        </button>
        <input ref=${input} type="file" class="sr-only" tabindex="-1" aria-label=${words.choose} accept=${TYPES.join(',')} onChange=${choose} />
        ${venue.logo !== null && html`<button type="button" class="btn btn-ghost text-danger" onClick=${remove}>${words.removeLogo}</button>`}
      </div>
      ${problem.value !== '' && html`<p class="text-danger text-caption" role="alert">${problem.value}</p>`}
    </section>
  `;
};
