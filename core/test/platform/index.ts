export { Canaries } from './canary.ts';
export { everythingStored, withDatabase } from './database.ts';
export { Gate } from './gate.ts';
export { endOf, type PlatformOptions, pluginFolder, scanOnce, startPlatform } from './platform.ts';
export { sharedData } from './shared-data.ts';
export { type StagedAsset, StagedSource } from './staged-source.ts';
