import type {
  ActionContribution,
  PageContribution,
  PluginPackage,
  SearchContribution,
  SlotContribution,
} from '@datawave/plugin-sdk';
import type { PluginTrust } from '../isolation/walls/index.ts';

/** What the web shell needs to know of one plugin. */
export interface UiPlugin {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** URL path of the module that defines the elements below; null when the plugin has none. */
  readonly module: string | null;
  readonly pages: readonly PageContribution[];
  readonly slots: readonly SlotContribution[];
  /** What the command palette offers and searches. */
  readonly actions: readonly ActionContribution[];
  readonly searches: readonly SearchContribution[];
  /**
   * What its elements may ask of the API from the frame of their own in which the shell shows them; null for those that run in the shell's
   * own document, whose plugins came with the platform or are verified.
   */
  readonly frame: { readonly resources: readonly string[]; readonly api: readonly string[] } | null;
}

/** A running plugin, and how far it is trusted. */
export interface ShownPlugin {
  readonly package: PluginPackage;
  readonly trust: PluginTrust;
}

/** Answer of `GET /api/v1/ui/manifest`. Contributions of running plugins only, in the order of the plugin graph. */
export interface UiManifest {
  readonly plugins: readonly UiPlugin[];
}

/**
 * Folder, relative to its package, in which a plugin's built components lie; served below `/plugins/ID/ui/`. In a checkout
 * the manifest names the source and `dist` holds what is built of it; a published package is that `dist`.
 */
export function uiFolder(ui: string | undefined): string {
  return ui === undefined || ui.endsWith('.ts') || /^(?:\.\/)?dist\//.test(ui) ? 'dist/ui' : 'ui';
}

/** Whose components are not trusted with the shell's document: its session, and what other plugins show. */
const FRAMED: ReadonlySet<PluginTrust> = new Set(['community', 'local']);

/** Builds the shell's manifest from plugins' manifests: data alone, no code of theirs runs. */
export function buildUiManifest(plugins: readonly ShownPlugin[]): UiManifest {
  return {
    plugins: plugins.flatMap(({ package: { manifest, version }, trust }): readonly UiPlugin[] => {
      const { contributes, id } = manifest;
      if (contributes === undefined) return [];
      const { ui, pages, slots, actions, searches } = contributes;
      if ([ui, pages, slots, actions, searches].every((part) => part === undefined)) return [];
      return [
        {
          id,
          version,
          title: manifest.title ?? id,
          module: moduleUrl(id, ui),
          pages: pages ?? [],
          slots: slots ?? [],
          actions: actions ?? [],
          searches: searches ?? [],
          frame: FRAMED.has(trust)
            ? { resources: manifest.resources ?? [], api: manifest.needs?.api ?? [] }
            : null,
        },
      ];
    }),
  };
}

/** The manifest names the module's source; what is built of it has its name, below the folder that is served. */
export function moduleUrl(id: string, ui: string | undefined): string | null {
  if (ui === undefined) return null;
  const inside = ui
    .replace(/^\.\//, '')
    .replace(/^(?:dist\/)?ui\//, '')
    .replace(/\.ts$/, '.js');
  return `/plugins/${id}/ui/${inside}`;
}
