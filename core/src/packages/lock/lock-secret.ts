import { secretMissing } from '../../security/vault-errors.ts';

/** The name, among the platform's own secrets, of the key by which it knows its locks of plugins. */
export const LOCK_KEY_SECRET = 'datawave/plugin-locks';

/** A secret that settings may name: with that one a plugin would be handed the key. @throws DataWaveError DW_SECRET_MISSING */
export function nameable(owner: string, name: string): string {
  if (name === LOCK_KEY_SECRET) throw secretMissing(owner, name);
  return name;
}
