import {
  type ActionContribution,
  type ApiClient,
  type ContributedSlot,
  loadElement,
  type PageContribution,
  type SearchContribution,
  type SlotContribution,
} from '@datawave/plugin-sdk/ui';
import { KERNEL_PAGES, loadKernelElement } from './kernel-pages.ts';
import { matchPage } from './router.ts';
import type { RequestRules } from './sandbox/allowed-requests.ts';
import type { Framed } from './sandbox/plugin-frame.ts';

/** A plugin as `ui/manifest` lists it. */
export interface PluginUi {
  readonly id: string;
  readonly version: string;
  readonly title?: string;
  /** Address of the module that defines its elements. */
  readonly module: string | null;
  readonly pages: readonly PageContribution[];
  readonly slots: readonly SlotContribution[];
  readonly actions?: readonly ActionContribution[];
  readonly searches?: readonly SearchContribution[];
  /** What it may ask of the API, where it is shown in a document of its own: its code never runs in the shell's. */
  readonly frame?: RequestRules | null;
}

/** A page together with who brings it; `shell` for the kernel's own. */
export interface RegisteredPage extends PageContribution {
  readonly plugin: string;
}

/** A search together with who brings it. */
export interface RegisteredSearch extends SearchContribution {
  readonly plugin: string;
}

/** The plugins that the server runs, their pages and slots, and their modules, each loaded once it is needed. Fires `change`. */
export class PluginRegistry extends EventTarget {
  #plugins: readonly PluginUi[] = [];
  #known = '';
  readonly #modules = new Map<string, Promise<unknown>>();
  #retries = 0;

  /** Reads the manifest again. Tells listeners only when it is another one; answers whether it is. */
  async load(api: ApiClient): Promise<boolean> {
    const { plugins } = await api.get<{ readonly plugins: readonly PluginUi[] }>('/ui/manifest');
    const known = JSON.stringify(plugins);
    if (known === this.#known) return false;
    this.#known = known;
    this.#plugins = plugins;
    this.#preloadFirst(location.pathname);
    this.dispatchEvent(new Event('change'));
    return true;
  }

  get plugins(): readonly PluginUi[] {
    return this.#plugins;
  }

  get pages(): readonly RegisteredPage[] {
    return [
      ...KERNEL_PAGES,
      ...this.#plugins.flatMap((plugin) => plugin.pages.map((page) => ({ ...page, plugin: plugin.id }))),
    ];
  }

  get actions(): readonly ActionContribution[] {
    return this.#plugins.flatMap(({ actions = [] }) => actions);
  }

  get searches(): readonly RegisteredSearch[] {
    return this.#plugins.flatMap(({ id, searches = [] }) =>
      searches.map((search) => ({ ...search, plugin: id })),
    );
  }

  slots(name: string): readonly ContributedSlot[] {
    return this.#plugins
      .flatMap((plugin) =>
        plugin.slots.filter((slot) => slot.slot === name).map((slot) => ({ ...slot, plugin: plugin.id })),
      )
      .sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  }

  /**
   * Makes an element of a plugin, loading its module first.
   * @throws Error that says what the plugin did wrong
   */
  async create(pluginId: string, name: string): Promise<HTMLElement> {
    await this.#fetch(pluginId, name);
    const element = customElements.get(name);
    if (element === undefined)
      throw new Error(`Its module does not define <${name}>, although its manifest says so.`);
    return new element();
  }

  /** How an element of a plugin is framed; null where it is shown in the shell's own document. */
  framed(pluginId: string, element: string): Omit<Framed, 'permissions'> | null {
    const plugin = this.#plugins.find(({ id }) => id === pluginId);
    if (plugin === undefined || plugin.module === null || !plugin.frame) return null;
    const places = [...plugin.pages, ...plugin.slots];
    const title = places.find((place) => place.element === element)?.title ?? plugin.title ?? pluginId;
    const pluginTitle = plugin.title ?? pluginId;
    return { plugin: pluginId, pluginTitle, title, module: plugin.module, element, rules: plugin.frame };
  }

  /** Begins to fetch the code of a page that somebody is about to open. */
  preload(path: string): void {
    const page = matchPage(this.pages, path)?.page;
    if (page === undefined || this.framed(page.plugin, page.element) !== null) return;
    // The boundary around the page tells of a failure, and tries again.
    void this.#fetch(page.plugin, page.element).catch(() => null);
  }

  /** Begins to fetch what the page at hand will need, while the server is still asked who is signed in. */
  #preloadFirst(path: string): void {
    const isNeeded = (slot: string): boolean =>
      slot.startsWith('frame.') || (path === '/' && slot.startsWith('overview.'));
    for (const plugin of this.#plugins) {
      if (plugin.frame || !plugin.slots.some(({ slot }) => isNeeded(slot))) continue;
      void this.#load(plugin.id).catch(() => null);
    }
    this.preload(path);
  }

  /** Has the code of an element fetched, and that of its plugin before it. */
  async #fetch(pluginId: string, name: string): Promise<void> {
    if (pluginId === 'shell') return loadKernelElement(name);
    await this.#load(pluginId);
    await loadElement(name);
  }

  async #load(pluginId: string): Promise<void> {
    const plugin = this.#plugins.find((candidate) => candidate.id === pluginId);
    if (plugin === undefined) throw new Error('The plugin is not running.');
    if (plugin.module === null) throw new Error('Its manifest names pages or slots but no module.');
    const address = plugin.module;
    let loading = this.#modules.get(address);
    if (loading === undefined) {
      // A browser remembers a module that failed; another query makes it try again.
      loading = import(
        /* @vite-ignore */ this.#retries === 0 ? address : `${address}?retry=${this.#retries}`
      );
      this.#modules.set(address, loading);
    }
    try {
      await loading;
    } catch (error) {
      this.#modules.delete(address);
      this.#retries += 1;
      throw error;
    }
  }

  /** Tries the module of a plugin anew, though it has not said yet that it failed: it never came. */
  forget(pluginId: string): void {
    const address = this.#plugins.find(({ id }) => id === pluginId)?.module ?? null;
    if (address === null || !this.#modules.delete(address)) return;
    this.#retries += 1;
  }
}
