import { extensionPointRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { ResourceAttributes } from '../services/access.ts';
import type { Transaction } from '../services/storage.ts';

/** Whom a role is given to. @public */
export interface RoleHolder {
  readonly kind: 'principal' | 'group';
  /** As {@link Principal} has it: `user:…` or `service:…`; of a group what stands among its groups. */
  readonly id: string;
}

/** A role given to somebody. @public */
export interface RoleGrant {
  /** Key of the role, such as `steward`. */
  readonly role: string;
  readonly holder: RoleHolder;
  /** In every workspace; in that of the scope unless given. */
  readonly everywhere?: boolean;
  /** ISO 8601; without end unless given. */
  readonly expiresAt?: string;
}

/** A role as others name it. @public */
export interface RoleName {
  readonly key: string;
  readonly title: string;
  readonly isBuiltIn: boolean;
}

/**
 * Gives and takes roles in the name of other plugins: a workspace its first administrator, a directory's group its roles.
 * The rules of the routes hold here, too, but for one: who calls answers for who may.
 * @public
 */
export interface RolesService {
  /** Roles that can be given in the workspace. */
  list(scope: ExecutionScope): Promise<readonly RoleName[]>;
  /** Does nothing where it is given already. @throws DataWaveError DW_ROLE_UNKNOWN */
  assign(tx: Transaction, scope: ExecutionScope, grant: RoleGrant): Promise<void>;
  /** Does nothing where it is not given. @throws DataWaveError DW_ROLE_UNKNOWN, DW_ACCESS_LAST_ADMINISTRATOR */
  withdraw(tx: Transaction, scope: ExecutionScope, grant: Omit<RoleGrant, 'expiresAt'>): Promise<void>;
}

/** The ref of who holds which role. @public */
export const rolesService = serviceRef<RolesService>('access.roles');

/** A thing that may be asked about: who may do what to it. @public */
export interface AccessObject {
  readonly name: string;
  /** What the plugin's own lists and routes ask with. */
  readonly attributes: ResourceAttributes;
}

/** Things of one kind, as somebody who asks who may do what to them may see them. @public */
export interface AccessObjectKind {
  /** What people call one of them: `Asset`. */
  readonly title: string;
  /** Null where there is none, and where the scope's principal may not see it. */
  find(scope: ExecutionScope, id: string): Promise<AccessObject | null>;
}

/** Kinds of things that may be asked about; the key is the kind, as `asset`. Owned by `access`. @public */
export const accessObjectPoint = extensionPointRef<AccessObjectKind>('access.object-kinds');

/** Who is in a workspace. @public */
export interface AccessMembership {
  /**
   * Keys of the roles that the scope's principal holds in the scope's workspace alone; null for whom it is closed. What
   * {@link Principal.workspaceRoles} of their requests are.
   */
  rolesOf(scope: ExecutionScope): Promise<readonly string[] | null>;
}

/** Asked about somebody who is not signed in at the moment. Owned by `access`. @public */
export const accessMembershipPoint = extensionPointRef<AccessMembership>('access.memberships');

/**
 * Types of the events that tell of changed rights. Their data names roles, holders and policies, never an attribute's value.
 * @public
 */
export const accessEvents = {
  /** Data: `{ role, holder: { kind, id }, everywhere, expiresAt }`. */
  roleAssigned: 'access.role.assigned',
  /** Data as of {@link accessEvents.roleAssigned}. */
  roleWithdrawn: 'access.role.withdrawn',
  /** Whatever decisions stand on: roles, assignments, policies, elevations. Data: `{ everywhere }`. */
  rulesChanged: 'access.rules.changed',
  /** Data: `{ id, role, principal }`, as of those below. */
  elevationRequested: 'access.elevation.requested',
  elevationApproved: 'access.elevation.approved',
  elevationRefused: 'access.elevation.refused',
  elevationEnded: 'access.elevation.ended',
} as const;
