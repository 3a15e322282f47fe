import type {
  AccessDecision,
  AccessMembership,
  AccountsService,
  ExecutionScope,
  ExtensionCollection,
  Principal,
} from '@datawave/plugin-sdk';

/** Who is asked about: by id, with roles and groups where they are to be other than theirs. */
export interface NamedPrincipal {
  readonly id: string;
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
}

/** Somebody in whose name it is asked. */
export interface Other {
  readonly scope: ExecutionScope;
  /** Whether the workspace is open to them. */
  readonly isMember: boolean;
}

const kindOf = (id: string): Principal['kind'] =>
  id.startsWith('service:') ? 'service' : id.startsWith('plugin:') ? 'plugin' : 'user';

/** What is decided for whom the workspace is closed. */
export const noMember = ({ scope }: Other): AccessDecision => ({
  allowed: false,
  reason: `${scope.principal.displayName} is no member of the workspace.`,
});

/** Makes scopes in the name of others, so that it can be asked what would be decided for them. */
export class OthersScopes {
  readonly #accounts: () => AccountsService | undefined;
  readonly #memberships: ExtensionCollection<AccessMembership>;

  constructor(
    accounts: () => AccountsService | undefined,
    memberships: ExtensionCollection<AccessMembership>,
  ) {
    this.#accounts = accounts;
    this.#memberships = memberships;
  }

  /**
   * With the roles and groups of the account of that id, and as the member that they are, where neither is given. Of an
   * account to which the workspace is closed nothing is told but the id that was asked for.
   */
  async of(scope: ExecutionScope, named: NamedPrincipal, address?: string): Promise<Other> {
    const account = (await this.#accounts()?.find(scope, { id: named.id })) ?? null;
    const stranger = {
      ...{ id: named.id, kind: kindOf(named.id), displayName: named.id },
      ...{ roles: [], groups: [] },
    };
    const { displayName, roles, groups } = account ?? stranger;
    const asAccount = this.plain(scope, { ...stranger, displayName, roles, groups }, address);
    const member = await this.asMember(asAccount);
    const known = member.isMember ? member.scope : this.plain(scope, stranger, address);
    if (named.roles === undefined && named.groups === undefined)
      return { scope: known, isMember: member.isMember };
    const { workspaceRoles: _, ...principal } = known.principal;
    const { roles: held = [], groups: within = [] } = principal;
    const madeUp = { ...principal, roles: named.roles ?? held, groups: named.groups ?? within };
    return { scope: this.plain(scope, madeUp, address), isMember: true };
  }

  /** With the roles that they hold in the workspace alone. */
  async asMember(asked: ExecutionScope): Promise<Other> {
    const workspaceRoles: string[] = [];
    for (const { value } of this.#memberships.list()) {
      const held = await value.rolesOf(asked);
      // A service has its token in one workspace, which nobody else opens to it.
      if (held === null && asked.principal.kind === 'user') return { scope: asked, isMember: false };
      workspaceRoles.push(...(held ?? []));
    }
    return { scope: { ...asked, principal: { ...asked.principal, workspaceRoles } }, isMember: true };
  }

  /** As they are said to be: no session, so that no token confines them. */
  plain(
    { workspace, requestId, signal }: ExecutionScope,
    principal: Principal,
    address?: string,
  ): ExecutionScope {
    return { workspace, requestId, signal, principal, ...(address === undefined ? {} : { address }) };
  }
}
