import type { Storage } from '../storage/storage.ts';
import type { StoragePlugin } from '../storage/storage-plugin.ts';
import type { PluginActivation } from './activation.ts';
import { isConfined } from './confined.ts';
import type { TimeTree } from './time-tree.ts';

/** Schema of a plugin: its id, as SQL can write it without quotes. */
const schemaOf = (id: string): string => id.replaceAll('-', '_');

const toStored = ({ id, definition }: PluginActivation): StoragePlugin => ({
  id,
  schema: schemaOf(id),
  entities: definition.entities ?? [],
  migrations: definition.migrations ?? [],
  isConfined: isConfined(definition),
});

/**
 * Migrates the plugins that are coming up and makes them and the running ones the database's plugins.
 * Whoever fails is left out, with the error; the others and what was running stay untouched.
 */
export async function storePlugins(
  storage: Storage | null,
  coming: readonly PluginActivation[],
  running: readonly PluginActivation[],
  timing: TimeTree,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  if (storage === null) return failures;
  if (coming.length > 0) {
    const outcomes = await timing.measure('migrate', (step) => migrate(storage, coming, step));
    for (const [id, error] of outcomes) failures.set(id, error);
  }
  const fit = coming.filter(({ id }) => !failures.has(id)).map(toStored);
  const kept = running.map(toStored);
  await timing.measure('entities', async () => {
    try {
      await storage.activate([...kept, ...fit]);
    } catch (error) {
      if (fit.length === 0) throw error;
      // One of them has entities that do not fit. Adding them one by one shows which; this is slow, and rare.
      const accepted = [...kept];
      for (const plugin of fit) {
        try {
          await storage.activate([...accepted, plugin]);
          accepted.push(plugin);
        } catch (cause) {
          failures.set(plugin.id, cause);
        }
      }
      await storage.activate(accepted);
    }
  });
  return failures;
}

async function migrate(
  storage: Storage,
  coming: readonly PluginActivation[],
  step: TimeTree,
): Promise<ReadonlyMap<string, unknown>> {
  try {
    const { coreStorage } = await import('../subsystems/core-migrations.ts');
    const outcomes = await storage.migrate([coreStorage, ...coming.map(toStored)]);
    for (const { id } of coming) {
      const outcome = outcomes.get(id);
      if (outcome !== undefined && outcome.status !== 'current') step.add(id, outcome.durationMs);
    }
    const core = outcomes.get(coreStorage.id)?.error;
    if (core !== undefined) throw core;
    return new Map([...outcomes].flatMap(([id, { error }]) => (error === undefined ? [] : [[id, error]])));
  } catch (error) {
    return new Map(coming.map(({ id }) => [id, error]));
  }
}
