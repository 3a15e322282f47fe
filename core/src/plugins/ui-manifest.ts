import type {
  ActionContribution,
  PageContribution,
  PluginPackage,
  SearchContribution,
  SlotContribution,
} from '@datawave/plugin-sdk';

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

/** Builds the shell's manifest from plugins' manifests: data alone, no code of theirs runs. */
export function buildUiManifest(plugins: readonly PluginPackage[]): UiManifest {
  return {
    plugins: plugins.flatMap(({ manifest, version }): readonly UiPlugin[] => {
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
