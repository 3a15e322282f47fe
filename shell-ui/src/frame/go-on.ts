import { type LeftBehind, placeOf } from '../page-history.ts';

/** What loads more slowly is found where it begins. */
const PATIENCE_MS = 4_000;
const INPUTS = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;

/** The first element below a root that fits, in whatever shadow root. */
function find<T extends Element>(root: ParentNode, fits: (element: Element) => element is T): T | null {
  for (const element of root.querySelectorAll('*')) {
    if (fits(element)) return element;
    const inside = element.shadowRoot === null ? null : find(element.shadowRoot, fits);
    if (inside !== null) return inside;
  }
  return null;
}

const linkTo = (root: ParentNode, href: string): HTMLAnchorElement | null =>
  find(
    root,
    (element): element is HTMLAnchorElement =>
      element instanceof HTMLAnchorElement && element.getAttribute('href') === href,
  );

/** Whether everything stands where it stood. What is loaded later may have to grow first. */
function scrollBack(root: ParentNode, { scroll, inner }: LeftBehind): boolean {
  scrollTo(0, scroll);
  const isInnerThere = inner.map(({ where, top }) => {
    const element = find(root, (one): one is Element => placeOf(one) === where);
    if (element === null) return false;
    element.scrollTop = top;
    return Math.abs(element.scrollTop - top) < 2;
  });
  return Math.abs(scrollY - scroll) < 2 && isInnerThere.every((isThere) => isThere);
}

const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/**
 * Scrolls a page to where it was left and gives its link the focus again, once it has loaded that far. Whoever scrolls or types
 * meanwhile is left alone.
 * @returns whether the link was found
 */
export async function goOn(page: HTMLElement, left: LeftBehind, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const options = { signal: over.signal, passive: true };
  for (const type of INPUTS) addEventListener(type, () => over.abort(), options);
  const root = page.shadowRoot ?? page;
  const until = performance.now() + PATIENCE_MS;
  let isScrolled = false;
  let isFocused = left.focus === null;
  try {
    while (!over.signal.aborted && !signal.aborted && performance.now() < until) {
      isScrolled ||= scrollBack(root, left);
      if (!isFocused) {
        const link = linkTo(root, left.focus ?? '');
        link?.focus({ preventScroll: true });
        isFocused = link !== null;
      }
      if (isScrolled && isFocused) break;
      await frame();
    }
  } finally {
    over.abort();
  }
  return isFocused && left.focus !== null;
}
