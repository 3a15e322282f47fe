/** Attributes of the page's root by which it changes how everything looks. */
const ATTRIBUTES = ['data-theme', 'data-density', 'dir', 'lang'];

/** Calls back when theme, density, direction or language of the page change. Returns how to stop. */
export function followAppearance(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ATTRIBUTES });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}

/** Whether the page is drawn close together. */
export const isCompact = (): boolean => document.documentElement.dataset['density'] === 'compact';
