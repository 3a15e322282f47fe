import { DataWaveError, type Transaction } from '@datawave/plugin-sdk';
import type { EntityManager, EntitySchema } from '@mikro-orm/postgresql';
import type { Companion } from './confined/companion.ts';
import type { TransactionSession } from './session.ts';
import type { StoragePlugin } from './storage-plugin.ts';
import {
  type BoundUnitOfWorkFactory,
  importOrm,
  type UnitOfWorkFactory,
} from './unit-of-work/discover-entities.ts';

/** The plugins active at one moment, with the ORM that knows their entities. Never changed, only replaced. */
export interface OrmGeneration {
  readonly plugins: ReadonlyMap<string, StoragePlugin>;
  /** Null when no plugin has entities; MikroORM is then never imported. */
  readonly orm: UnitOfWorkFactory | null;
}

/**
 * Builds the ORM for a set of plugins.
 * @throws DataWaveError DW_STORAGE_ENTITIES naming the plugin whose entities it cannot take
 */
export async function buildGeneration(plugins: readonly StoragePlugin[]): Promise<OrmGeneration> {
  const byId = new Map(plugins.map((plugin) => [plugin.id, plugin]));
  if (plugins.every((plugin) => plugin.entities.length === 0)) return { plugins: byId, orm: null };
  refuseDuplicates(plugins);
  const discover = await importOrm();
  try {
    return { plugins: byId, orm: discover(plugins.flatMap((plugin) => plugin.entities)) };
  } catch (cause) {
    throw blame(plugins, discover, cause);
  }
}

/** A duplicate would poison discovery for everybody, so it is found first; also puts schemaless entities into their plugin's schema. */
function refuseDuplicates(plugins: readonly StoragePlugin[]): void {
  const owners = new Map<string, string>();
  for (const plugin of plugins) {
    for (const entity of plugin.entities) {
      const name = entity.meta.className;
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw entitiesError(
          plugin.id,
          `its entity ${name} has the same name as one of plugin ${owner}`,
          'Prefix entity names with the plugin’s id.',
        );
      }
      owners.set(name, plugin.id);
      entity.meta.schema ??= plugin.schema;
      if (entity.meta.schema !== plugin.schema) {
        throw entitiesError(
          plugin.id,
          `its entity ${name} lies in schema ${entity.meta.schema}`,
          `Leave the schema out; it is ${plugin.schema}.`,
        );
      }
    }
  }
}

/** Adds plugin after plugin until discovery fails. */
function blame(
  plugins: readonly StoragePlugin[],
  discover: (entities: readonly EntitySchema[]) => unknown,
  cause: unknown,
): DataWaveError {
  const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  for (let count = 1; count <= plugins.length; count++) {
    try {
      discover(plugins.slice(0, count).flatMap((plugin) => plugin.entities));
    } catch (error) {
      return entitiesError(
        plugins[count - 1]?.id ?? 'core',
        message(error),
        'Correct its entities; the plugins that are running are not touched.',
        error,
      );
    }
  }
  return entitiesError('core', message(cause), 'Correct the entities.', cause);
}

const entitiesError = (plugin: string, what: string, hint: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_ENTITIES',
    message: `The entities of plugin ${plugin} cannot be used: ${what}.`,
    hint,
    where: plugin,
    cause,
  });

/** An open transaction as the storage sees it; plugins hold only the opaque {@link Transaction}. */
export interface OpenTransaction {
  readonly session: TransactionSession;
  readonly generation: OrmGeneration;
  readonly workspace: string | null;
  readonly bound: BoundUnitOfWorkFactory | null;
  readonly unitsOfWork: Map<string, EntityManager>;
  readonly afterCommit: (() => void)[];
  /** What the platform's own statements run on, where the transaction's role may not run them. */
  readonly companion: Companion | null;
}

/** Finds the open transaction behind an opaque one. */
export type OpenTransactions = WeakMap<Transaction, OpenTransaction>;
