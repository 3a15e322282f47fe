import { type ApiClient, isAborted, ProblemError, t } from '@datawave/plugin-sdk/ui';
import type { RegisteredSearch } from '../plugin-registry.ts';

/** Something that a search has found. */
export interface Find {
  readonly title: string;
  readonly detail: string;
  readonly href: string;
  readonly icon: string;
}

/** What is known of one search. */
export interface SearchState {
  readonly search: RegisteredSearch;
  readonly finds: readonly Find[];
  readonly isRunning: boolean;
  /** Why it has found nothing, for people; null where it worked. */
  readonly problem: string | null;
}

/** The server answers sooner than somebody types the next letter, and is not asked for every one. */
const PAUSE_MS = 140;
const FEWEST_LETTERS = 2;
const MOST_FINDS = 5;

function fieldOf(item: unknown, path: string): string {
  let value = item;
  for (const name of path.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Writes fields into a template, each as one part of a path. Null when one is missing, or the whole leaves this site. */
export function fill(template: string, field: (name: string) => string): string | null {
  let isWhole = true;
  const filled = template.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = field(name);
    if (value === '' || value === '.' || value === '..') isWhole = false;
    return encodeURIComponent(value);
  });
  return isWhole && /^\/(?![/\\])/.test(filled) ? filled : null;
}

const findOf = (search: RegisteredSearch, item: unknown): Find | null => {
  const href = fill(search.href, (name) => fieldOf(item, name));
  const label = fieldOf(item, search.label);
  const title = search.isWord === true ? t(label) : label;
  if (href === null || title === '') return null;
  const detail = search.detail === undefined ? '' : fieldOf(item, search.detail);
  return { title, detail, href, icon: search.icon ?? 'search' };
};

/** Asks the plugins' lists for what somebody types. What is asked anew ends what was asked before; one that fails does not end others. */
export class Searches {
  readonly #api: ApiClient;
  readonly #changed: () => void;
  #states: readonly SearchState[] = [];
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: ApiClient, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  get states(): readonly SearchState[] {
    return this.#states;
  }

  get isRunning(): boolean {
    return this.#states.some(({ isRunning }) => isRunning);
  }

  ask(typed: string, searches: readonly RegisteredSearch[]): void {
    this.stop();
    const query = typed.trim();
    if (query.length < FEWEST_LETTERS) {
      this.#states = [];
      this.#changed();
      return;
    }
    const before = new Map(this.#states.map((state) => [state.search.path, state]));
    // What was found before stays until the answer is there.
    this.#states = searches.map((search) => ({
      search,
      finds: before.get(search.path)?.finds ?? [],
      isRunning: true,
      problem: null,
    }));
    const running = new AbortController();
    this.#running = running;
    this.#timer = setTimeout(() => {
      for (const search of searches) void this.#run(search, query, running.signal);
    }, PAUSE_MS);
    this.#changed();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = null;
  }

  async #run(search: RegisteredSearch, query: string, signal: AbortSignal): Promise<void> {
    const path = fill(search.path, (name) => (name === 'query' ? query : ''));
    try {
      if (path === null) throw new Error(`The search "${search.title}" names no path of this site.`);
      const { items } = await this.#api.get<{ readonly items: readonly unknown[] }>(path, { signal });
      const finds = items.flatMap((item) => findOf(search, item) ?? []).slice(0, MOST_FINDS);
      if (!signal.aborted) this.#put({ search, finds, isRunning: false, problem: null });
    } catch (error) {
      if (signal.aborted || isAborted(error)) return;
      // Who may not read a list finds nothing in it.
      const isForbidden = error instanceof ProblemError && (error.status === 403 || error.status === 404);
      const problem = isForbidden ? null : error instanceof Error ? error.message : String(error);
      this.#put({ search, finds: [], isRunning: false, problem });
    }
  }

  #put(state: SearchState): void {
    this.#states = this.#states.map((other) => (other.search === state.search ? state : other));
    this.#changed();
  }
}
