export { checkSettings } from './config/check-settings.ts';
export type { ConfiguredPlugin, KernelConfig } from './config/kernel-config.ts';
export type { ConfigOverrides } from './config/load-config.ts';
export { loadConfig } from './config/load-config.ts';
export { createKernel } from './kernel.ts';
export type * from './kernel-types.ts';
export type { InlinePlugin, PluginFolder } from './plugins/discover.ts';
export { readOverrides, writeOverride } from './plugins/plugin-overrides.ts';
export { renderTiming, type TimingNode } from './plugins/time-tree.ts';
