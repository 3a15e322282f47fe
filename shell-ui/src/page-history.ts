import type { NavigateOptions } from '@datawave/plugin-sdk/ui';

/** Where somebody was on a page when it was left, kept in the browser's entry of it. */
export interface LeftBehind {
  readonly scroll: number;
  /** What around the focus was scrolled by itself: a long list. */
  readonly inner: readonly InnerScroll[];
  /** Address of the link that had the focus; null where it was none. */
  readonly focus: string | null;
}

/** How far an element was scrolled that is told by its name and that of the element around it. */
export interface InnerScroll {
  readonly where: string;
  readonly top: number;
}

const asLeftBehind = (state: unknown): LeftBehind | null => {
  if (typeof state !== 'object' || state === null || !('scroll' in state)) return null;
  const focus = 'focus' in state && typeof state.focus === 'string' ? state.focus : null;
  // We alone write there.
  const inner = 'inner' in state && Array.isArray(state.inner) ? (state.inner as InnerScroll[]) : [];
  return { scroll: Number(state.scroll), inner, focus };
};

/** By what an element is found again on the same page. */
export const placeOf = (element: Element): string => {
  const root = element.getRootNode();
  const host = root instanceof ShadowRoot ? root.host.localName : '';
  return `${host} ${element.localName}.${element.classList.item(0) ?? ''}`;
};

/** The element and those around it, out of every shadow root. */
function* around(element: Element | null): Generator<Element> {
  for (let one = element; one !== null; ) {
    yield one;
    const root: Node = one.getRootNode();
    one = one.assignedSlot ?? one.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

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
        this.#restore = asLeftBehind(state) ?? { scroll: 0, inner: [], focus: null };
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
    const inner = [...around(element)]
      .filter((one) => one.scrollTop > 0 && one !== document.documentElement && one !== document.body)
      .map((one): InnerScroll => ({ where: placeOf(one), top: one.scrollTop }));
    history.replaceState({ ...history.state, scroll: scrollY, inner, focus }, '');
  }
}
