import type { ReleaseLine, RunningLine } from '../../src/core/app.ts';
import { number } from '../amounts.ts';
import { get, upload } from '../api.ts';
import { html, useEffect, useRef, useSignal } from '../html.ts';
import { Dotted, Empty, Notice, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { core as text } from '../texts/en/core.ts';
import { toast } from '../toasts.ts';
import { PageHead } from './frame.ts';
import { Pending, useFill } from './pending.ts';
import { ReleaseSheet } from './release-sheet.ts';
import { RunningList } from './release-venues.ts';
import {
  attemptRelease,
  channelText,
  countsText,
  STATE_TONES,
  stateText,
} from './release-words.ts';
import { alarming, sharesOf, stateOf } from './releases-model.ts';
import { slowBeat } from './store.ts';

const say = text.releases;

type All = { readonly items: readonly ReleaseLine[]; readonly venues: readonly RunningLine[] };

/** A leaf reports itself every ten seconds; a roll-out is followed by looking, not by waiting. */
const AGAIN_MS = 10_000;

const useReleases = () => {
  const all = useSignal<All | undefined>(undefined);
  const take = async () => {
    all.value = await get<All>('/releases');
  };
  const { problem, load } = useFill(take, () => all.value !== undefined);
  useEffect(() => {
    void load();
    const again = setInterval(() => void take().catch(() => undefined), AGAIN_MS);
    return () => clearInterval(again);
  }, []);
  return { all: all.value, problem, load };
};

const AddFile = ({ onAdded }: { readonly onAdded: () => Promise<void> }) => {
  const [input, busy] = [useRef<HTMLInputElement>(null), useSignal(false)];
  const add = async (file: File) => {
    busy.value = true;
    await attemptRelease(async () => {
      type Added = { readonly version: string };
      const { version } = await upload<Added>('/releases', 'application/octet-stream', file);
      toast({ tone: 'plain', title: say.added(version) });
      await onAdded();
    });
    busy.value = false;
    if (input.current !== null) input.current.value = '';
  };
  return html`
    <input
      ref=${input}
      class="hidden"
      type="file"
      accept=".felt,.delta"
      aria-label=${say.add}
      onChange=${() => {
        const [file] = input.current?.files ?? [];
        if (file !== undefined) void add(file);
      }}
    />
    <button type="button" class="btn btn-primary" disabled=${busy.value} onClick=${() => input.current?.click()}>
      <${Icon} name="plus" />${busy.value ? say.adding : say.add}
    </button>
  `;
};

/** Green runs it, blue gets it next, red went back; the same stands in words beside it. */
const Bar = ({ release, fleet }: { readonly release: ReleaseLine; readonly fleet: number }) => {
  const shares = sharesOf(release, fleet);
  if (shares.length === 0) return null;
  return html`
    <span class="release-bar" aria-hidden="true">
      ${shares.map(({ part, percent }) => html`<span key=${part} class=${`release-${part}`} style=${{ width: `${percent}%` }}></span>`)}
    </span>
  `;
};

const Row = ({
  release,
  fleet,
  onOpen,
}: {
  readonly release: ReleaseLine;
  readonly fleet: number;
  readonly onOpen: () => void;
}) => {
  const state = stateOf(release, slowBeat.value);
  const { product, sequence, channel } = release;
  const isLeaf = product === 'felt-leaf';
  const words = [
    ...[isLeaf ? '' : product, say.build(number(sequence)), channelText(channel)],
    ...countsText(release),
  ];
  return html`
    <li>
      <button type="button" class="w-full text-left px-4 py-3 flex flex-col gap-2 min-h-16" onClick=${onOpen}>
        <span class="flex items-center gap-3">
          <span class="mono font-semibold text-h3 grow min-w-0 break-words">${release.version}</span>
          <${Pill} tone=${STATE_TONES[state]}>${stateText(state, release)}<//>
        </span>
        <${Bar} release=${release} fleet=${fleet} />
        <span class="text-caption text-secondary"><${Dotted} words=${words.filter(Boolean).join(' · ')} /></span>
      </button>
    </li>
  `;
};

const haltedText = ({ version, haltedWhy, venues: { wentBack, refused } }: ReleaseLine): string =>
  haltedWhy === 'refused'
    ? say.refusedBanner(version, refused)
    : say.haltedBanner(version, wentBack);

/** What leaves update themselves to: how far each release goes, and how it fares. */
export const ReleasesPage = () => {
  const { all, problem, load } = useReleases();
  const open = useSignal<string | null>(null);
  const keyOf = ({ product, sequence }: ReleaseLine) => `${product} ${sequence}`;
  const show = (key: string | null) => () => {
    open.value = key;
  };
  if (all === undefined) {
    return html`<${PageHead} title=${say.title} /><${Pending} problem=${problem} onAgain=${load} />`;
  }
  const opened = all.items.find((one) => keyOf(one) === open.value);
  const halted = alarming(all.items);
  return html`
    <${PageHead} title=${say.title} aside=${html`<${AddFile} onAdded=${load} />`} />
    <div class="flex flex-col gap-4">
      <p class="text-secondary text-caption -mt-1 max-w-180">${say.lead}</p>
      ${
        halted !== undefined &&
        html`<${Notice} tone="danger" action=${html`<button type="button" class="btn btn-outline" onClick=${show(keyOf(halted))}>${say.look}</button>`}>
          ${haltedText(halted)}
        <//>`
      }
      ${
        all.items.length === 0
          ? html`<${Empty} icon="download" title=${say.none} lead=${say.noneLead} />`
          : html`<ul class="card rows overflow-hidden">${all.items.map((one) => html`<${Row} key=${keyOf(one)} release=${one} fleet=${all.venues.length} onOpen=${show(keyOf(one))} />`)}</ul>`
      }
      <${RunningList} venues=${all.venues} />
    </div>
    ${opened !== undefined && html`<${ReleaseSheet} release=${opened} venues=${all.venues} onChanged=${load} onClose=${show(null)} />`}
  `;
};
