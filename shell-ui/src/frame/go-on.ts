import type { LeftBehind } from '../page-history.ts';

/** What loads more slowly is found where it begins. */
const PATIENCE_MS = 4_000;
const INPUTS = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;

/** The link to an address below a root, in whatever shadow root. */
function linkTo(root: ParentNode, href: string): HTMLAnchorElement | null {
  for (const element of root.querySelectorAll('*')) {
    if (element instanceof HTMLAnchorElement && element.getAttribute('href') === href) return element;
    const inside = element.shadowRoot === null ? null : linkTo(element.shadowRoot, href);
    if (inside !== null) return inside;
  }
  return null;
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
      if (!isFocused) {
        const link = linkTo(root, left.focus ?? '');
        link?.focus({ preventScroll: true });
        isFocused = link !== null;
      }
      if (!isScrolled) {
        scrollTo(0, left.scroll);
        isScrolled = Math.abs(scrollY - left.scroll) < 2;
      }
      if (isScrolled && isFocused) break;
      await frame();
    }
  } finally {
    over.abort();
  }
  return isFocused && left.focus !== null;
}
