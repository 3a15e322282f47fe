import type { NavigateOptions } from '@datawave/plugin-sdk/ui';

/** Where somebody was on a page when it was left, kept in the browser's entry of it. */
export interface LeftBehind {
  readonly scroll: number;
  /** Address of the link that had the focus; null where it was none. */
  readonly focus: string | null;
}

const asLeftBehind = (state: unknown): LeftBehind | null => {
  if (typeof state !== 'object' || state === null || !('scroll' in state)) return null;
  const focus = 'focus' in state && typeof state.focus === 'string' ? state.focus : null;
  return { scroll: Number(state.scroll), focus };
};

/** The element that has the focus, in whatever shadow root. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/**
 * The browser's history as the shell uses it: a page is an entry, and so is every state that somebody would want to go back to; filters
 * replace theirs. Each entry remembers how far it was scrolled and which link had the focus.
 */
export class PageHistory {
  /** Writes what belongs into every address: the workspace. */
  readonly #mark: (address: URL) => void;
  readonly #arrived: () => void;
  #restore: LeftBehind | null = null;

  constructor(mark: (address: URL) => void, arrived: () => void) {
    this.#mark = mark;
    this.#arrived = arrived;
  }

  /** Listens to the browser's buttons until the signal is aborted. */
  follow(signal: AbortSignal): void {
    history.scrollRestoration = 'manual';
    // A reload comes back to where the page was.
    this.#restore = asLeftBehind(history.state);
    addEventListener('pagehide', () => this.#leave(), { signal });
    addEventListener(
      'popstate',
      ({ state }) => {
        this.#restore = asLeftBehind(state) ?? { scroll: 0, focus: null };
        this.#arrived();
      },
      { signal },
    );
  }

  go(path: string, options: NavigateOptions = {}): void {
    const target = new URL(path, location.href);
    this.#mark(target);
    const address = target.pathname + target.search + target.hash;
    if (address === location.pathname + location.search + location.hash) return;
    this.#restore = null;
    if (options.replace) history.replaceState(history.state, '', address);
    else {
      this.#leave();
      const isOtherPage = target.pathname !== location.pathname;
      history.pushState({}, '', address);
      if (isOtherPage) scrollTo(0, 0);
    }
    this.#arrived();
  }

  /** Where to go on, on a page that the browser's buttons or a reload came back to; null on any other. Answers it once. */
  takeRestore(): LeftBehind | null {
    const restore = this.#restore;
    this.#restore = null;
    return restore;
  }

  #leave(): void {
    const element = focused();
    const focus = element instanceof HTMLAnchorElement ? element.getAttribute('href') : null;
    history.replaceState({ ...history.state, scroll: scrollY, focus }, '');
  }
}
