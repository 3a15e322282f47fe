import type { PageContribution, PluginPackage, SlotContribution } from '@datawave/plugin-sdk';

/** What the web shell needs to know of one plugin. */
export interface UiPlugin {
  readonly id: string;
  readonly version: string;
  /** URL path of the module that defines the elements below; null when the plugin has none. */
  readonly module: string | null;
  readonly pages: readonly PageContribution[];
  readonly slots: readonly SlotContribution[];
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
      if (
        contributes?.ui === undefined &&
        contributes?.pages === undefined &&
        contributes?.slots === undefined
      )
        return [];
      return [
        {
          id,
          version,
          module: moduleUrl(id, contributes.ui),
          pages: contributes.pages ?? [],
          slots: contributes.slots ?? [],
        },
      ];
    }),
  };
}

/** The manifest names the module's source; what is built of it has its name, below the folder that is served. */
function moduleUrl(id: string, ui: string | undefined): string | null {
  if (ui === undefined) return null;
  const inside = ui
    .replace(/^\.\//, '')
    .replace(/^(?:dist\/)?ui\//, '')
    .replace(/\.ts$/, '.js');
  return `/plugins/${id}/ui/${inside}`;
}
