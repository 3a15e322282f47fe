import type { AccessService, AccountsService, ExecutionScope, RoleHolder } from '@datawave/plugin-sdk';

const SEE = 'users:read';

/**
 * A holder with what people call it, where whoever gives the role left that out: nobody recognises a group or an account by its id.
 * It stays without for whom may not see accounts, and where none is kept under the id.
 */
export async function nameHolder<Holder extends RoleHolder & { readonly name?: string }>(
  scope: ExecutionScope,
  holder: Holder,
  {
    access,
    accounts,
  }: { readonly access: AccessService; readonly accounts: () => AccountsService | undefined },
): Promise<Holder> {
  const kept = accounts();
  if (holder.name !== undefined || kept === undefined) return holder;
  if (!(await access.decide(scope, { permission: SEE })).allowed) return holder;
  const { id } = holder;
  const name =
    holder.kind === 'group'
      ? (await kept.findGroup(scope, { id }))?.name
      : (await kept.find(scope, { id }))?.displayName;
  return name === undefined ? holder : { ...holder, name };
}
