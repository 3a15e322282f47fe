import {
  count,
  isAborted,
  ProblemError,
  SENSITIVITIES,
  type ShellContext,
  sensitivityWord,
  t,
  withQuery,
} from '@datawave/plugin-sdk/ui';
import { assetHref, type Facet, type ListedAsset } from './api.ts';
import { fitsLetters } from './letters.ts';

/** One line below the search. */
export interface Suggestion {
  readonly group: 'search' | 'recent' | 'sensitivity' | 'infoType' | 'tag' | 'asset';
  readonly title: string;
  readonly detail: string;
  readonly href: string;
  readonly icon: string;
}

/** The server answers sooner than somebody types the next letter, and is not asked for every one. */
const PAUSE_MS = 140;
const FEWEST_LETTERS = 2;
const MOST = { recent: 5, infoType: 4, tag: 3, asset: 6 } as const;
const MOST_TYPES = 200;
const FORM = 'catalog-search';
const PATH = '/assets';

interface Finds {
  readonly tags: readonly (Facet & { readonly filter: string })[];
  readonly assets: readonly ListedAsset[];
}
const NO_FINDS: Finds = { tags: [], assets: [] };

/**
 * What somebody who types in the search may mean: what they searched for before, sensitivities and info types, tags and assets. All of
 * it comes from lists that leave out what they may not see, so that nothing is suggested that leads nowhere for them.
 */
export class Suggestions {
  readonly #shell: ShellContext;
  readonly #changed: () => void;
  #types: readonly Facet[] = [];
  #sensitivities: readonly Facet[] = [];
  #finds: Finds = NO_FINDS;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(shell: ShellContext, changed: () => void) {
    this.#shell = shell;
    this.#changed = changed;
  }

  /** Learns what there is to narrow by, which is little: it is then looked through here, in the words that are shown. */
  async begin(signal: AbortSignal): Promise<void> {
    const list = async (name: string): Promise<readonly Facet[]> => {
      const query = { limit: MOST_TYPES };
      const { items } = await this.#shell.api.list<Facet>(`/asset-facets/${name}`, { query, signal });
      return items;
    };
    await this.#try(async () => {
      [this.#types, this.#sensitivities] = await Promise.all([list('infoType'), list('sensitivity')]);
    });
    this.#changed();
  }

  /** Asks for what fits. What was found before stays until the answer is there. */
  ask(typed: string): void {
    this.stop();
    const text = typed.trim();
    if (text.length < FEWEST_LETTERS) {
      this.#finds = NO_FINDS;
      return;
    }
    const running = new AbortController();
    this.#running = running;
    this.#timer = setTimeout(() => void this.#find(text, running.signal), PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = null;
  }

  async #find(text: string, signal: AbortSignal): Promise<void> {
    const { api } = this.#shell;
    await this.#try(async () => {
      const [tags, assets] = await Promise.all([
        api.list<Finds['tags'][number]>('/asset-facets/tag', {
          ...{ query: { find: text, limit: MOST.tag }, signal },
        }),
        api.list<ListedAsset>('/assets', { query: { q: text, limit: MOST.asset }, signal }),
      ]);
      this.#finds = { tags: tags.items, assets: assets.items };
    });
    if (!signal.aborted) this.#changed();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // The search itself works without, and says what is wrong.
      if (!(error instanceof ProblemError) && !isAborted(error)) throw error;
    }
  }

  /** What is offered for what stands in the field, what it is taken for at first before all others. */
  of(typed: string): readonly Suggestion[] {
    const text = typed.trim();
    if (text === '') return this.#recent();
    const search: Suggestion = {
      ...{ group: 'search', detail: '', icon: 'search', href: searchHref(text) },
      title: t('Search for “{text}”', { text }),
    };
    if (text.length < FEWEST_LETTERS) return [search];
    return [search, ...this.#narrowing(text), ...this.#found()];
  }

  /** Keeps what was searched for, until whoever it was signs out. */
  remember(text: string): void {
    const kept = [text, ...this.#kept().filter((other) => other !== text)].slice(0, MOST.recent);
    this.#shell.drafts.keep(FORM, kept, { path: PATH });
  }

  #kept(): readonly string[] {
    const values: unknown = this.#shell.drafts.read<unknown>(FORM, PATH)?.values;
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  }

  #recent(): readonly Suggestion[] {
    return this.#kept().map((text) => ({
      ...{ group: 'recent', title: text, detail: '', icon: 'history', href: searchHref(text) },
    }));
  }

  #narrowing(text: string): readonly Suggestion[] {
    const levels = this.#sensitivities.flatMap(({ value, count: n }): readonly Suggestion[] => {
      const known = SENSITIVITIES.find((level) => level === value);
      if (known === undefined || !fitsLetters(sensitivityWord(known), text)) return [];
      const href = withQuery(PATH, { sensitivity: value });
      return [{ group: 'sensitivity', title: sensitivityWord(known), detail: assets(n), href, icon: 'lock' }];
    });
    const types = this.#types
      .map((facet) => ({ ...facet, title: this.#shell.infoTypes.titleOf(facet.value) }))
      .filter(({ value, title }) => fitsLetters(title, text) || fitsLetters(value, text))
      .slice(0, MOST.infoType)
      .map(({ value, title, count: n }): Suggestion => {
        const href = withQuery(PATH, { infoType: value });
        return { group: 'infoType', title, detail: assets(n), href, icon: 'shield' };
      });
    return [...levels, ...types];
  }

  #found(): readonly Suggestion[] {
    const tags = this.#finds.tags.map(({ value, filter, count: n }): Suggestion => {
      const href = withQuery(PATH, { tag: filter });
      return { group: 'tag', title: value, detail: assets(n), href, icon: 'tag' };
    });
    const found = this.#finds.assets.map(({ name, urn, source }): Suggestion => {
      return { group: 'asset', title: name, detail: source.title, href: assetHref(urn), icon: 'table' };
    });
    return [...tags, ...found];
  }
}

const searchHref = (q: string): string => withQuery(PATH, { q });
const assets = (n: number): string => count(n, 'asset');
