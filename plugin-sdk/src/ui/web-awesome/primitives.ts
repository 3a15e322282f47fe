/** Modules of Web Awesome, each loaded when it is first asked for. */
const MODULES: Readonly<Record<Primitive, () => Promise<unknown>>> = {
  'copy-button': () => import('@awesome.me/webawesome/dist/components/copy-button/copy-button.js'),
  drawer: () => import('@awesome.me/webawesome/dist/components/drawer/drawer.js'),
  dropdown: () => import('@awesome.me/webawesome/dist/components/dropdown/dropdown.js'),
  popup: () => import('@awesome.me/webawesome/dist/components/popup/popup.js'),
  'progress-ring': () => import('@awesome.me/webawesome/dist/components/progress-ring/progress-ring.js'),
  slider: () => import('@awesome.me/webawesome/dist/components/slider/slider.js'),
  'split-panel': () => import('@awesome.me/webawesome/dist/components/split-panel/split-panel.js'),
  tree: () => import('@awesome.me/webawesome/dist/components/tree/tree.js'),
};

/** An element of Web Awesome, without its `wa-`, that {@link usePrimitives} loads. @public */
export type Primitive =
  | 'copy-button'
  | 'drawer'
  | 'dropdown'
  | 'popup'
  | 'progress-ring'
  | 'slider'
  | 'split-panel'
  | 'tree';

const loading = new Map<Primitive, Promise<unknown>>();

/** The words in Web Awesome's own elements; English comes with them. */
async function loadWords(): Promise<void> {
  if (document.documentElement.lang.startsWith('de'))
    await import('@awesome.me/webawesome/dist/translations/de.js');
}

/** Whether an element of Web Awesome is there already. */
export const hasPrimitive = (name: Primitive): boolean => customElements.get(`wa-${name}`) !== undefined;

/**
 * Loads elements of Web Awesome, which then can be written as `<wa-…>`, with what belongs to them (`wa-dropdown-item`, `wa-tree-item`).
 * They follow our tokens and draw our icons. What was loaded before costs nothing.
 * @throws TypeError when the server does not answer; asking again tries again
 * @public
 */
export async function usePrimitives(...names: readonly Primitive[]): Promise<void> {
  await Promise.all([
    loadWords(),
    ...names.map((name) => {
      const known = loading.get(name);
      if (known !== undefined) return known;
      const begun = MODULES[name]();
      loading.set(name, begun);
      begun.catch(() => loading.delete(name));
      return begun;
    }),
  ]);
}
