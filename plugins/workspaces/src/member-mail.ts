import type { AccountsService, MailRecipients, WorkspacesDirectory } from '@datawave/plugin-sdk';

/** Who may be written to in a workspace: its members, by the addresses of their accounts. Without accounts it is nobody. */
export const memberMail = (
  directory: Pick<WorkspacesDirectory, 'membershipsOf'>,
  accounts: () => Pick<AccountsService, 'list'> | undefined,
): MailRecipients => ({
  async mayReceive(scope, email) {
    const found = await accounts()?.list(scope, { email, state: 'active' });
    for (const { id, groups } of found?.items ?? []) {
      const memberships = await directory.membershipsOf(id, groups);
      if (memberships.some(({ workspace }) => workspace.id === scope.workspace)) return true;
    }
    return false;
  },
});
