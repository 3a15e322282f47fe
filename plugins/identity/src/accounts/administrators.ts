import { DataWaveError, type ExecutionScope } from '@datawave/plugin-sdk';
import { lastAdministrator } from '../identity-errors.ts';

/** Id of the account that the kernel made at the first start. */
export const FIRST_ADMINISTRATOR = 'user:admin';
/** Key of the role that may do everything. */
export const ADMIN = 'admin';

/**
 * Whether an administrator acts, or the platform itself. A token that is confined to some permissions is none, whoever made it: it could
 * make itself an administrator who is confined to nothing.
 */
export const isAdministrator = ({ principal, session }: ExecutionScope): boolean =>
  principal.kind === 'system' ||
  principal.kind === 'plugin' ||
  (principal.roles.includes(ADMIN) && session?.permissions === undefined);

/** What only an administrator may do to accounts, whoever else may administer them. @throws DataWaveError DW_ACCESS_DENIED */
export function requireAdministrator(scope: ExecutionScope): void {
  if (isAdministrator(scope)) return;
  throw new DataWaveError({
    code: 'DW_ACCESS_DENIED',
    message: 'Only an administrator gives roles, or changes the account of an administrator.',
    hint: 'Ask an administrator.',
    status: 403,
  });
}

/** @param administrators - ids of those that there are @throws DataWaveError DW_IDENTITY_LAST_ADMINISTRATOR */
export function refuseLast(administrators: readonly string[], id: string): void {
  if (administrators.length === 1 && administrators[0] === id) throw lastAdministrator();
}
