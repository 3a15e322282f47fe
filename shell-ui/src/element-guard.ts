import { isAborted, PluginFault } from '@datawave/plugin-sdk/ui';

/** The plugin whose code stands first in a stack of calls; null where none does. */
export const pluginInStack = (stack: string | undefined): string | null =>
  /\/plugins\/([a-z0-9-]+)\/ui\//.exec(stack ?? '')?.[1] ?? null;

/**
 * Has plugins define only elements that begin with their own name: what is ours (`dw-`, `wa-`, `shell-`) and what is another plugin's
 * stays theirs, whichever is loaded first.
 */
export function guardElementNames(registry: CustomElementRegistry = customElements): void {
  const define = registry.define.bind(registry);
  registry.define = (name, element, options): void => {
    const plugin = pluginInStack(new Error('who defines it').stack);
    if (plugin !== null && !name.startsWith(`${plugin}-`))
      throw new Error(
        registry.get(name) === undefined
          ? `The plugin "${plugin}" may define elements that begin with "${plugin}-", and not <${name}>.`
          : `The element name <${name}> is taken. The plugin "${plugin}" may define elements that begin with "${plugin}-".`,
      );
    define(name, element, options);
  };
}

/**
 * Keeps styles of plugins to their own elements: what they put upon the whole document is refused, or taken away again.
 * @param report - told of the plugin that tried
 */
export function guardDocumentStyles(report: (plugin: string | null) => void): void {
  const none: readonly CSSStyleSheet[] = Object.freeze([]);
  Object.defineProperty(document, 'adoptedStyleSheets', {
    configurable: true,
    get: () => none,
    set: () => {
      throw new Error(
        'Styles of a plugin are of its own elements: `static styles`, and not `document.adoptedStyleSheets`.',
      );
    },
  });
  const look = (node: Node): void => {
    const isStyle = node instanceof HTMLStyleElement;
    const isLink = node instanceof HTMLLinkElement && node.relList.contains('stylesheet');
    if (!isStyle && !isLink) return;
    const address = isLink ? new URL(node.href, location.href).pathname : '';
    if (address.startsWith('/static/')) return;
    node.remove();
    report(pluginInStack(address));
  };
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) look(node);
  }).observe(document.head, { childList: true });
}

/** Says of errors that nobody caught which plugin's they are, until the signal is aborted. */
export function followPluginFaults(
  signal: AbortSignal,
  unclaimed: (plugin: string, error: unknown) => void,
): void {
  const tell = (error: unknown): void => {
    if (isAborted(error)) return;
    const plugin = pluginInStack(error instanceof Error ? error.stack : undefined);
    if (plugin === null) return;
    // Where nothing of the plugin is on the page, no boundary says it.
    if (document.dispatchEvent(new PluginFault(plugin, error))) unclaimed(plugin, error);
  };
  addEventListener('error', ({ error }) => tell(error), { signal });
  addEventListener('unhandledrejection', ({ reason }) => tell(reason), { signal });
}
