export { disclosePlan, discloseWall, type PluginIsolationDetail } from './disclosure.ts';
export { openWall } from './open-wall.ts';
export {
  DEFAULT_POLICY,
  decideIsolation,
  type IsolationDecision,
  type IsolationPolicy,
  type PluginIsolation,
  type PluginTrust,
} from './policy.ts';
export { probeWalls, type WallProbe, type WallProbes } from './probe-walls.ts';
export { ISOLATION_LEVELS, type IsolationLevel, isAtLeast, type Wall, type WallRequest } from './wall.ts';
