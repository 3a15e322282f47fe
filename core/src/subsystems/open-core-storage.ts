import type { Logger } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import type { Storage } from '../storage/storage.ts';

/**
 * Opens the database that a configuration names, with the kernel's own tables in it: vault, events, jobs and sign-in
 * stand on them. What it needs is imported only now.
 */
export async function openCoreStorage(config: KernelConfig, log: Logger): Promise<Storage> {
  const [{ openStorage }, { coreStorage }] = await Promise.all([
    import('../storage/storage.ts'),
    import('./core-migrations.ts'),
  ]);
  const { url, migrationUrl, data, poolSize, prepare } = config.storage;
  const storage = await openStorage({
    url,
    ...(migrationUrl === undefined ? {} : { migrationUrl }),
    dataDirectory: data,
    poolSize,
    prepare,
    log,
  });
  try {
    const outcome = (await storage.migrate([coreStorage])).get(coreStorage.id);
    if (outcome?.error !== undefined) throw outcome.error;
  } catch (error) {
    await storage.close();
    throw error;
  }
  return storage;
}

/** The file with the vault's master key, below the data folder. */
export const VAULT_KEY_FILE = 'vault.key';
