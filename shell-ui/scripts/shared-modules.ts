export { SHARED_UI_MODULES as SHARED_MODULES } from '../../plugin-sdk/src/packaging/ui-build.ts';

/** Those that every plugin on the start page or in the frame takes: fetched before the plugins are known. */
export const SHARED_AT_FIRST: readonly string[] = [
  'lit',
  'lit/directives/repeat.js',
  '@datawave/plugin-sdk/ui',
];

/** Name of a shared module's entry in the build. */
export const entryName = (specifier: string): string =>
  specifier.replace('@datawave/', '').replace(/\.js$/, '').replaceAll('/', '-');
