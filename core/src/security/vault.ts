import { DataWaveError, type ExecutionScope, type Logger, type VaultService } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { type MasterKey, openSecret, rewrapKey, type SecretAddress, sealSecret } from './vault-cipher.ts';
import { type KeyRing, vaultKeys } from './vault-keys.ts';

export { vaultMigrations } from './vault-migrations.ts';

/** The kernel's secrets. */
export interface Vault {
  service(pluginId: string): VaultService;
  /**
   * Wraps every secret's data key under a new master key: a fresh one when the key is in a file; the one in
   * DATAWAVE_MASTER_KEY when it is in the environment, with the old one in DATAWAVE_MASTER_KEY_PREVIOUS.
   * May be run again after it was interrupted. Answers how many secrets were re-wrapped.
   */
  rotate(): Promise<number>;
}

/** How to create one. */
export interface VaultOptions {
  readonly storage: Storage;
  /** Holds the master key, mode 0600; made with the first secret. */
  readonly keyFile: string;
  readonly log: Logger;
  /** DATAWAVE_MASTER_KEY, 32 bytes in base64, takes the file's place. The process's environment unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

interface SecretRow {
  readonly workspace_id: string;
  readonly plugin: string;
  readonly name: string;
  readonly key_id: string;
  readonly wrapped_key: Buffer;
  readonly sealed: Buffer;
}

const MAX_VALUE_BYTES = 64 * 1024;
const MAX_NAME = 500;
const ROTATION_PAGE = 500;

/**
 * Creates the vault over a storage whose core schema has {@link vaultMigrations}.
 * @throws DataWaveError DW_VAULT_KEY when the key that is there cannot be read
 */
export async function createVault(o: VaultOptions): Promise<Vault> {
  const keys = vaultKeys(o.keyFile, o.env ?? process.env);
  let ring: KeyRing = await keys.load();
  const core = o.storage.service('core');

  /** The key of a row; another process may have rotated since we read the file. */
  const keyOf = async (id: string): Promise<MasterKey> => {
    const known = ring.all.get(id);
    if (known) return known;
    ring = await keys.load();
    const found = ring.all.get(id);
    if (found) return found;
    throw keyError(
      ring.current
        ? 'was stored with another master key than the one that is there'
        : 'cannot be opened, because the master key is missing',
      o.keyFile,
    );
  };

  /** The key for new secrets. A missing one is only replaced while there is nothing that it would lock away. */
  const sealingKey = async (): Promise<MasterKey> => {
    ring = await keys.load();
    if (!ring.current) {
      const rows = await o.storage.execute({ text: 'select 1 from core.secrets limit 1', parameters: [] });
      if (rows.length > 0)
        throw keyError(
          'cannot be stored, because there are secrets already and their master key is missing',
          o.keyFile,
        );
      ring = await keys.create();
      o.log.info('created the vault’s master key', { file: o.keyFile });
    }
    if (!ring.current) throw keyError('cannot be stored, because there is no master key', o.keyFile);
    return ring.current;
  };

  const service = (pluginId: string): VaultService => ({
    put: async (tx, scope, name, value) => {
      checkInput(name, value);
      // Holds off a rotation until we commit; one that has committed already has left its key where sealingKey finds it.
      await o.storage.executeIn(tx, {
        text: 'lock table core.secrets in row exclusive mode',
        parameters: [],
      });
      const secret = sealSecret(await sealingKey(), address(pluginId, scope, name), value);
      await o.storage.executeIn(tx, {
        text: `insert into core.secrets (workspace_id, plugin, name, key_id, wrapped_key, sealed) values ($1, $2, $3, $4, $5, $6)
               on conflict (workspace_id, plugin, name) do update
               set key_id = excluded.key_id, wrapped_key = excluded.wrapped_key, sealed = excluded.sealed, updated_at = now()`,
        parameters: [scope.workspace, pluginId, name, secret.keyId, secret.wrappedKey, secret.sealed],
      });
    },
    reveal: async (scope, name) => {
      const rows = await core.transaction(scope, (tx) =>
        o.storage.executeIn<SecretRow>(tx, {
          text: 'select workspace_id, plugin, name, key_id, wrapped_key, sealed from core.secrets where workspace_id = $1 and plugin = $2 and name = $3',
          parameters: [scope.workspace, pluginId, name],
        }),
      );
      const row = rows[0];
      if (!row)
        throw new DataWaveError({
          code: 'DW_SECRET_MISSING',
          status: 404,
          message: `Plugin ${pluginId} has no secret named ${name} in this workspace.`,
          hint: 'Enter it again where it belongs, for instance the source’s password.',
        });
      const key = await keyOf(row.key_id);
      try {
        return openSecret(key, address(pluginId, scope, name), {
          keyId: row.key_id,
          wrappedKey: row.wrapped_key,
          sealed: row.sealed,
        });
      } catch {
        // What the cipher says is of no use to anyone, and nothing about the bytes should be shown.
        throw new DataWaveError({
          code: 'DW_VAULT_TAMPERED',
          message: `The secret ${name} of plugin ${pluginId} was changed in the database, or moved there from another place.`,
          hint: 'Enter it again, and find out who can write to the database.',
        });
      }
    },
    has: async (scope, name) => {
      const rows = await core.transaction(scope, (tx) =>
        o.storage.executeIn(tx, {
          text: 'select 1 from core.secrets where workspace_id = $1 and plugin = $2 and name = $3',
          parameters: [scope.workspace, pluginId, name],
        }),
      );
      return rows.length > 0;
    },
    delete: async (tx, scope, name) => {
      await o.storage.executeIn(tx, {
        text: 'delete from core.secrets where workspace_id = $1 and plugin = $2 and name = $3',
        parameters: [scope.workspace, pluginId, name],
      });
    },
  });

  const rotate = async (): Promise<number> => {
    // Without a key and without secrets there is nothing to rotate, only a first key to make.
    await sealingKey();
    const next = await keys.prepareNext();
    ring = await keys.load();
    const count = await o.storage.kernelTransaction(async (tx) => {
      // New secrets wait, so that none is sealed with the old key behind our back; readers do not wait.
      await o.storage.executeIn(tx, {
        text: 'lock table core.secrets in share row exclusive mode',
        parameters: [],
      });
      let done = 0;
      for (;;) {
        const rows = await o.storage.executeIn<SecretRow>(tx, {
          text: `select workspace_id, plugin, name, key_id, wrapped_key, sealed from core.secrets where key_id <> $1 limit ${ROTATION_PAGE}`,
          parameters: [next.id],
        });
        for (const row of rows) {
          const at: SecretAddress = { workspace: row.workspace_id, plugin: row.plugin, name: row.name };
          const wrapped = rewrap(await keyOf(row.key_id), next, at, row.wrapped_key);
          await o.storage.executeIn(tx, {
            text: 'update core.secrets set key_id = $4, wrapped_key = $5 where workspace_id = $1 and plugin = $2 and name = $3',
            parameters: [row.workspace_id, row.plugin, row.name, next.id, wrapped],
            name: 'vault_rewrap',
          });
        }
        done += rows.length;
        if (rows.length < ROTATION_PAGE) return done;
      }
    });
    await keys.promoteNext();
    ring = await keys.load();
    o.log.info('rotated the vault’s master key', { secrets: count });
    return count;
  };

  return { service, rotate };
}

const address = (plugin: string, scope: ExecutionScope, name: string): SecretAddress => ({
  workspace: scope.workspace,
  plugin,
  name,
});

function rewrap(from: MasterKey, to: MasterKey, at: SecretAddress, wrapped: Buffer): Buffer {
  try {
    return rewrapKey(from, to, at, wrapped);
  } catch {
    throw new DataWaveError({
      code: 'DW_VAULT_TAMPERED',
      message: `The secret ${at.name} of plugin ${at.plugin} was changed in the database; the master key was not rotated.`,
      hint: 'Delete that secret and enter it again, then rotate.',
    });
  }
}

function checkInput(name: string, value: string): void {
  if (name === '' || name.length > MAX_NAME || name.includes('\0'))
    throw new DataWaveError({
      code: 'DW_SECRET_INVALID',
      status: 400,
      message: `A secret's name must have 1 to ${MAX_NAME} characters.`,
      hint: 'Shorten it.',
    });
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw new DataWaveError({
      code: 'DW_SECRET_INVALID',
      status: 400,
      message: `A secret may have at most ${MAX_VALUE_BYTES / 1024} KiB.`,
      hint: 'Store the document elsewhere and its password here.',
    });
}

const keyError = (what: string, keyFile: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_KEY',
    message: `A secret ${what}.`,
    hint: `Put the key back into ${keyFile} or DATAWAVE_MASTER_KEY, from the backup. If it is lost for good, delete the stored secrets and enter them again.`,
    where: keyFile,
  });
