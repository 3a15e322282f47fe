import { join } from 'node:path';
import type { PluginPackage } from '@datawave/plugin-sdk';
import type { DiscoveredPlugin } from '../plugins/discover.ts';
import { findEntry } from '../plugins/entry.ts';
import type { IsolationOptions } from './isolation-options.ts';
import { ormFolders } from './orm-folders.ts';
import { CHILD_FOLDERS, spawnChild } from './spawn-child.ts';
import { type Health, IsolatedPlugin } from './supervisor/isolated-plugin.ts';
import { decideIsolation, type IsolationDecision, openWall, probeWalls, type Wall } from './walls/index.ts';

/** How a plugin runs, and what holds it back. */
export interface PluginWall extends IsolationDecision, Pick<Wall, 'enforced' | 'notEnforced'> {}

export interface BehindWallParts extends IsolationOptions {
  readonly health: Health;
  readonly scrub: (text: string) => string;
  onWall(wall: PluginWall): void;
}

/** Loads a plugin behind the wall that is due to it; in process where that has been accepted. */
export async function loadBehindWall(
  found: DiscoveredPlugin,
  source: PluginPackage,
  { policy, log, dataDirectory, health, scrub, onWall }: BehindWallParts,
): Promise<unknown> {
  const { id, needs = {} } = source.manifest;
  const decision = decideIsolation({
    plugin: found.name,
    trust: found.trust,
    policy,
    configured: found.configured.isolation,
    probes: await probeWalls(),
  });
  const { level, due, weakenedBy, reason } = decision;
  const ownFolder = join(dataDirectory, id);
  const wall = openWall(level, {
    plugin: id,
    directory: source.directory,
    dataDirectory: ownFolder,
    readable: [...CHILD_FOLDERS, ...ormFolders(needs)],
    memoryMb: policy.memoryMb,
    needs,
    env: {},
  });
  onWall({ ...decision, enforced: wall.enforced, notEnforced: wall.notEnforced });
  if (weakenedBy === 'host')
    log.warn(
      `The plugin "${id}" runs behind a weaker wall than it should: ${reason ?? 'no reason is known'}.`,
      {
        ...{ plugin: id, level, due },
      },
    );
  const entry = level === 'in-process' ? null : findEntry(source.directory);
  // Without a module the import says what is missing.
  if (entry === null) return found.load();
  const hangMs = policy.hangSeconds * 1000;
  const isolated = new IsolatedPlugin({
    package: source,
    spawn: () => spawnChild(wall, id, entry, join(ownFolder, '.compiled')),
    ...(found.verify === undefined ? {} : { verify: found.verify }),
    log: log.child({ plugin: id, isolation: level }),
    ...{ health, scrub },
    watch: {
      ...{ memoryMb: policy.memoryMb, hangMs, pingMs: Math.min(1000, hangMs / 4) },
      ...{ failures: policy.failures, withinMs: policy.failuresWithinSeconds * 1000 },
    },
  });
  return isolated.load();
}
