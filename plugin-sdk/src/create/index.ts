/** New plugins: what `datawave plugin create` and `npm create @datawave/plugin` make. */

export { afterwards } from './afterwards.ts';
export { askForMissing, CREATE_OPTIONS, CREATE_USAGE, type Terminal } from './ask.ts';
export type { CreatedPlugin, CreateRequest } from './create-plugin.ts';
export { createPlugin } from './create-plugin.ts';
export type { PluginKind } from './kinds.ts';
export { kindSummary, PLUGIN_KINDS, platformPlugins } from './kinds.ts';
export type { PluginLicense } from './licenses.ts';
export { PLUGIN_LICENSES } from './licenses.ts';
export type { PackageSource, VendoredPackage } from './package-source.ts';
