import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from './storage.ts';

/**
 * Secrets, encrypted at rest (AES-256-GCM under a data key per secret, wrapped by the local master key),
 * per plugin and workspace. Write-only towards people: nothing returns them to a client.
 * @public
 */
export interface VaultService {
  /** Stores or replaces. The name is the plugin's own, e.g. `source/SOURCE_ID/password`. */
  put(tx: Transaction, scope: ExecutionScope, name: string, value: string): Promise<void>;
  /** @throws DataWaveError DW_SECRET_MISSING */
  reveal(scope: ExecutionScope, name: string): Promise<string>;
  has(scope: ExecutionScope, name: string): Promise<boolean>;
  delete(tx: Transaction, scope: ExecutionScope, name: string): Promise<void>;
}

/** The ref of the kernel's vault: secrets are encrypted, and only code gets them back. @public */
export const vaultService = serviceRef<VaultService>('core.vault');
