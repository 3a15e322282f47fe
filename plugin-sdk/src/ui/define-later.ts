const later = new Map<string, () => Promise<unknown>>();

/**
 * Names elements whose code is fetched when one of them is to be shown, and not with the plugin's module: pages and the sections of
 * pages, so that the start page does not wait for them. The module that is loaded defines them by `defineElement`.
 *
 * ```ts
 * defineLater(() => import('./pages.ts'), 'greetings-page', 'greetings-detail-page');
 * ```
 * What stands only within such an element need not be named.
 * @throws Error when a name is named twice
 * @public
 */
export function defineLater(load: () => Promise<unknown>, ...names: readonly string[]): void {
  for (const name of names) {
    if (later.has(name)) throw new Error(`The element <${name}> is to be loaded later from two places.`);
    later.set(name, load);
  }
}

/** Fetches the code of an element that is to be defined later; nothing to do for any other. @public */
export async function loadElement(name: string): Promise<void> {
  if (customElements.get(name) === undefined) await later.get(name)?.();
}
