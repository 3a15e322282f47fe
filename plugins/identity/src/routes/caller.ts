import type { ExecutionScope, RouteRequest, StorageService } from '@datawave/plugin-sdk';
import type { AccountStore, StoredAccount } from '../accounts/account-store.ts';
import type { Reach } from '../accounts/reach.ts';
import { unknownUser } from '../identity-errors.ts';
import { isTokenShaped, readCookie } from '../sessions/token-text.ts';
import type { SignInPlace } from '../sign-in/sign-in.ts';

/** Anything that a request of any route has. */
export type AnyRequest = Pick<RouteRequest, 'scope' | 'client' | 'headers'>;

/** Where a request comes from, as far as the sign-in cares. */
export const placeOf = ({ client, headers }: AnyRequest): SignInPlace => ({
  address: client.address,
  browser: readCookie(headers['cookie'], 'known', client.isSecure),
});

/** The account of who sends a request. @throws DataWaveError DW_AUTH_USER_UNKNOWN for a service */
export async function ownAccount(
  storage: StorageService,
  store: AccountStore,
  scope: ExecutionScope,
): Promise<StoredAccount> {
  const account = await storage.transaction(scope, (tx) => store.find(tx, { id: scope.principal.id }));
  if (account === null) throw unknownUser();
  return account;
}

/** The browser's token in a request's cookie; null for anything else. */
export function browserToken({ headers, client }: AnyRequest): string | null {
  const token = readCookie(headers['cookie'], 'session', client.isSecure);
  return token !== null && isTokenShaped(token, 'browser') ? token : null;
}

/** Only who may do as much changes what somebody else gets in with. @throws DataWaveError DW_AUTH_USER_UNKNOWN, DW_ACCESS_DENIED */
export async function requireOver(
  {
    storage,
    store,
    reach,
  }: { readonly storage: StorageService; readonly store: AccountStore; readonly reach: Reach },
  scope: ExecutionScope,
  id: string,
): Promise<void> {
  const account = await storage.transaction(scope, (tx) => store.find(tx, { id }));
  if (account === null) throw unknownUser();
  await reach.requireOver(scope, account);
}
