import type { AccountsService, ExecutionScope } from '@datawave/plugin-sdk';
import { BREAK_GLASS } from '../detect/sign-in-entry.ts';
import type { Incident, ResponseKind } from '../incidents/incident.ts';
import { responseRefused } from '../incidents/incident-errors.ts';

/** What is asked of who keeps the accounts. */
export type ResponderAccounts = Pick<AccountsService, 'lock' | 'revokeSessions'>;

/** What is done to an account. */
export type AccountResponseKind = Exclude<ResponseKind, 'notify'>;

/**
 * Locks an account or ends its sessions, in the name of the scope's principal: what identity refuses them is refused here.
 * @returns what came of it, as a sentence
 * @throws DataWaveError DW_SECURITY_RESPONSE_REFUSED, and what identity throws: DW_IDENTITY_LAST_ADMINISTRATOR, DW_AUTH_USER_UNKNOWN
 */
export async function respondToAccount(
  accounts: ResponderAccounts | undefined,
  scope: ExecutionScope,
  {
    incident,
    kind,
    account,
  }: { readonly incident: Incident; readonly kind: AccountResponseKind; readonly account: string },
): Promise<string> {
  if (accounts === undefined)
    throw responseRefused(
      'The accounts are not here: identity does not run.',
      'Start identity, then try again.',
    );
  if (!incident.accounts.includes(account))
    throw responseRefused(
      'The incident is not about this account.',
      `Name one of those that it is about: ${incident.accounts.join(', ') || 'it is about none'}.`,
      '/body/account',
    );
  const reason = `Security incident ${incident.id}: ${incident.detection}.`;
  if (kind === 'revoke') {
    const ended = await accounts.revokeSessions(scope, account, reason);
    return ended === 1 ? 'One session was ended.' : `${ended} sessions were ended.`;
  }
  if (account === BREAK_GLASS)
    throw responseRefused(
      'The first administrator is the way back in and is not locked.',
      'End their sessions, and set another password with "datawave user reset-password".',
    );
  await accounts.lock(scope, account, reason);
  return 'The account was locked and its sessions were ended.';
}
