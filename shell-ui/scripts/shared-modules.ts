/**
 * What plugins share with the shell through the import map: one copy of each in the browser.
 * A plugin's module may import these at run time and nothing else that is not its own.
 */
export const SHARED_MODULES: readonly string[] = [
  'lit',
  'lit/directive.js',
  'lit/async-directive.js',
  'lit/directives/class-map.js',
  'lit/directives/guard.js',
  'lit/directives/if-defined.js',
  'lit/directives/keyed.js',
  'lit/directives/live.js',
  'lit/directives/ref.js',
  'lit/directives/repeat.js',
  'lit/directives/until.js',
  '@datawave/plugin-sdk/ui',
  // Each of these is fetched only by pages that import it.
  '@datawave/plugin-sdk/ui/grid',
  '@datawave/plugin-sdk/ui/chart',
  '@datawave/plugin-sdk/ui/code',
];

/** Those that every plugin on the start page or in the frame takes: fetched before the plugins are known. */
export const SHARED_AT_FIRST: readonly string[] = [
  'lit',
  'lit/directives/repeat.js',
  '@datawave/plugin-sdk/ui',
];

/** Name of a shared module's entry in the build. */
export const entryName = (specifier: string): string =>
  specifier.replace('@datawave/', '').replace(/\.js$/, '').replaceAll('/', '-');
