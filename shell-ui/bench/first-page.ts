import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** What opening the start page with nothing in the cache came to. */
export interface FirstLoad {
  /** Milliseconds until the navigation stands and can be used. */
  readonly navigationMs: number;
  /** Milliseconds until the first card of a plugin is drawn as well: from then on there is something to use. */
  readonly interactiveMs: number;
  /** Milliseconds until what needs attention and every card show what they have. */
  readonly shownMs: number;
  /** Script that was fetched by then, as it came over the wire, with its headers. */
  readonly scriptBytes: number;
  readonly requests: number;
}

/** All elements within, through every shadow root, as words of the page's own. */
const DEEP = `(function* deep(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot !== null) yield* deep(element.shadowRoot);
  }
})`;

const NAVIGATION = `(document.querySelector('dw-shell')?.shadowRoot?.querySelector('shell-side-nav')?.shadowRoot?.querySelectorAll('a').length ?? 0) > 3`;

const FIRST_CARD = `(() => {
  const host = document.querySelector('dw-shell').shadowRoot.querySelector('shell-page-host');
  const page = host?.shadowRoot?.querySelector('dw-boundary')?.content?.shadowRoot;
  return [...(page?.querySelectorAll('.cards dw-boundary') ?? [])].some(({ content }) => content?.shadowRoot?.querySelector('dw-card'));
})()`;

// The attention list and three cards at least, and nothing that still loads.
const SHOWN = `(() => {
  let cards = 0;
  for (const element of ${DEEP}(document)) {
    if (element.localName === 'dw-loading' && element.checkVisibility()) return false;
    if (element.localName === 'dw-card') cards += 1;
  }
  return cards > 3;
})()`;

/** Milliseconds since the navigation began until an expression of the page's own is true. */
export const momentOf = (page: Page, expression: string, everyMs: number): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const look = () => { if (${expression}) resolve(performance.now()); else setTimeout(look, ${everyMs}); };
    look();
  })`);

/** A page with a slow processor and no cache. */
export async function slowPage(
  context: BrowserContext,
  slowdown: number,
): Promise<{ readonly page: Page; readonly session: CDPSession }> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return { page, session };
}

/** Opens the start page on a page by {@link slowPage}. */
export async function loadFirst(
  { page, session }: { readonly page: Page; readonly session: CDPSession },
  url: string,
): Promise<FirstLoad> {
  const scripts = new Set<string>();
  let scriptBytes = 0;
  let requests = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    requests += 1;
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'commit' });
  const navigationMs = await momentOf(page, NAVIGATION, 4);
  const interactiveMs = await momentOf(page, FIRST_CARD, 4);
  // Looking everywhere costs what it measures, so not all the time.
  const shownMs = await momentOf(page, SHOWN, 40);
  return { navigationMs, interactiveMs, shownMs, scriptBytes, requests };
}
