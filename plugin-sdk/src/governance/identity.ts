import type { Json } from '../json-schema.ts';
import { extensionPointRef, serviceRef } from '../refs.ts';
import type { AuthenticationMethod, ExecutionScope } from '../scope.ts';
import type { Page } from '../services/http.ts';
import type { Transaction } from '../services/storage.ts';

/** A person as somebody else's directory knows them. @public */
export interface ExternalIdentity {
  /** Key of the provider: that of its contribution to {@link signInProviderPoint}, or of a SCIM client. */
  readonly provider: string;
  /** What never changes about them there: OIDC `sub`, SAML persistent NameID, LDAP `entryUUID`, SCIM `externalId`. */
  readonly subject: string;
  /** The name that they sign in with. Taken by somebody else, theirs is `NAME@PROVIDER`, also when they sign in: names are never merged. */
  readonly username: string;
  readonly displayName: string;
  /** Null where the provider names none. Two people may have the same. */
  readonly email: string | null;
  /**
   * Names of groups as the provider has them; thousands are fine. All of them: who is not named here is not in it any more. Left out by a
   * provider that says nothing of groups: memberships then stay as they are.
   */
  readonly groups?: readonly string[];
}

/** A password to check elsewhere. @public */
export interface PasswordQuestion {
  readonly username: string;
  readonly password: string;
  readonly signal: AbortSignal;
}

/** A provider that checks a user name and a password: LDAP. @public */
export interface PasswordSignIn {
  readonly kind: 'password';
  /** What its people call it: `Example Corporation`. */
  readonly title: string;
  readonly method: AuthenticationMethod;
  /**
   * Who that is; null when there is nobody of that name or the password is wrong, and no difference between the two. One that
   * throws is down: the others are asked, local accounts are not touched by it, and what nobody vouches for is answered with 503. Asked
   * about a made-up name, too, so that time does not tell whose password is checked elsewhere.
   */
  verify(question: PasswordQuestion): Promise<ExternalIdentity | null>;
}

/** What a sign-in elsewhere begins with. @public */
export interface RedirectBeginning {
  /** Absolute URL to which the browser is to come back. */
  readonly callbackUrl: string;
  /** Goes along as OIDC `state` or SAML `RelayState`, unchanged: it finds the sign-in again, once, in the browser that began it. */
  readonly state: string;
  readonly signal: AbortSignal;
}

/** What comes back from elsewhere. @public */
export interface RedirectReturn {
  readonly callbackUrl: string;
  readonly state: string;
  /** Parameters of the query, or of the form where the provider posts one; of repeated ones the last. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What {@link RedirectSignIn.begin} wanted to be remembered. */
  readonly memory: Json;
  readonly signal: AbortSignal;
}

/** A provider to which the browser is sent: OpenID Connect, SAML. @public */
export interface RedirectSignIn {
  readonly kind: 'redirect';
  /** Stands on the button: `Sign in with TITLE`. */
  readonly title: string;
  readonly method: AuthenticationMethod;
  /** Where to send the browser, and what to remember until it is back: a nonce, a code verifier, the id of the request. Kept encrypted, ten minutes. */
  begin(beginning: RedirectBeginning): Promise<{ readonly url: string; readonly memory: Json }>;
  /** @throws DataWaveError with status 401 when what came back proves nothing; the caller is told no more than that. */
  complete(back: RedirectReturn): Promise<ExternalIdentity>;
}

/** A way to sign in that another plugin brings. Several may be there at once. @public */
export type SignInProvider = PasswordSignIn | RedirectSignIn;

/**
 * Ways to sign in beside the local accounts; the key of a contribution is lower case, digits and hyphens, and stands in the address
 * `auth/providers/KEY`. Owned by `identity`.
 * @public
 */
export const signInProviderPoint = extensionPointRef<SignInProvider>('identity.sign-in-providers');

/** `locked`: for now. `deactivated`: gone, until somebody brings them back. Neither can sign in, and their sessions are over. @public */
export type AccountState = 'active' | 'locked' | 'deactivated';

/** Somebody who may sign in. Accounts are the platform's, not a workspace's. @public */
export interface Account {
  /** `user:UUID`; the first administrator is `user:admin`. */
  readonly id: string;
  /** As it was written; compared without case and in one Unicode form. */
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly state: AccountState;
  /** Roles that hold everywhere. */
  readonly roles: readonly string[];
  /** Ids of the groups. */
  readonly groups: readonly string[];
  /** Where else they are known. */
  readonly identities: readonly { readonly provider: string; readonly subject: string }[];
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** A group of accounts. @public */
export interface AccountGroup {
  /** `group:UUID`. */
  readonly id: string;
  readonly name: string;
  /** Provider whose group it is; null for one that was made here. */
  readonly provider: string | null;
  /** What never changes about it there; its name where the provider has nothing else. */
  readonly subject: string | null;
  readonly memberCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** Which accounts are wanted; all that is given must agree. @public */
export interface AccountFilter {
  readonly id?: string;
  /** Compared as names are. */
  readonly username?: string;
  readonly email?: string;
  readonly provider?: string;
  /** Together with `provider`. */
  readonly subject?: string;
  readonly state?: AccountState;
  /** Id of a group whose members are wanted. */
  readonly group?: string;
  /** Anywhere in name, display name or e-mail. */
  readonly q?: string;
}

/** Which groups are wanted; all that is given must agree. @public */
export interface GroupFilter {
  readonly id?: string;
  readonly name?: string;
  readonly provider?: string;
  readonly subject?: string;
  /** Id of an account whose groups are wanted. */
  readonly member?: string;
  readonly q?: string;
}

/** Where in a list; 50 items unless given, 500 at most. @public */
export interface AccountPage {
  readonly limit?: number;
  readonly cursor?: string;
}

/** What a provider says about somebody, whom it may have named before. @public */
export interface AccountProvision extends ExternalIdentity {
  /** `false` deactivates and ends every session. Left out, it stays as it is. */
  readonly isActive?: boolean;
}

/** A group as a provider has it. @public */
export interface GroupProvision {
  readonly provider: string;
  readonly subject: string;
  readonly name: string;
}

/**
 * Accounts, for plugins that bring people in and take them out. Records each change in the audit trail and publishes it; whether
 * the caller may is the caller's to ask. With a transaction given, the change becomes part of it. What would leave the platform without an administrator is refused with DW_IDENTITY_LAST_ADMINISTRATOR, 409.
 * @public
 */
export interface AccountsService {
  /** Null when nobody fits; of several the first by name. */
  find(scope: ExecutionScope, filter: AccountFilter): Promise<Account | null>;
  /** By name. */
  list(scope: ExecutionScope, filter: AccountFilter, page?: AccountPage): Promise<Page<Account>>;
  /**
   * Makes the account of a provider's person, or brings it up to date: found by provider and subject only, never by name or e-mail,
   * so that no directory takes over somebody else's account.
   */
  provision(scope: ExecutionScope, provision: AccountProvision, tx?: Transaction): Promise<Account>;
  /** Deactivates, or deletes where asked to, and ends every session. @throws DataWaveError DW_AUTH_USER_UNKNOWN */
  deprovision(
    scope: ExecutionScope,
    id: string,
    how?: 'deactivate' | 'delete',
    tx?: Transaction,
  ): Promise<void>;
  /** Ends every session and every token handed out under one; on all replicas within five seconds. Answers how many. */
  revokeSessions(scope: ExecutionScope, id: string, reason: string): Promise<number>;
  /** Locks with a reason: what a response to an incident does. Ends every session. */
  lock(scope: ExecutionScope, id: string, reason: string): Promise<void>;
  findGroup(scope: ExecutionScope, filter: GroupFilter): Promise<AccountGroup | null>;
  listGroups(scope: ExecutionScope, filter: GroupFilter, page?: AccountPage): Promise<Page<AccountGroup>>;
  /** Makes a provider's group or renames it: found by provider and subject. */
  provisionGroup(scope: ExecutionScope, group: GroupProvision, tx?: Transaction): Promise<AccountGroup>;
  /** Puts accounts into a group and takes them out, by their ids; those that are not there are passed over. */
  changeMembers(
    scope: ExecutionScope,
    groupId: string,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
    tx?: Transaction,
  ): Promise<void>;
  removeGroup(scope: ExecutionScope, groupId: string, tx?: Transaction): Promise<void>;
}

/** The ref of the accounts. Provided by `identity`. @public */
export const accountsService = serviceRef<AccountsService>('identity.accounts');

/** Types of the events that `identity` publishes, for whoever watches over them. None holds a secret. @public */
export const identityEvents = {
  /** {@link SignInEvent}; the subject is the account's id. */
  signInSucceeded: 'identity.sign-in.succeeded',
  /** {@link SignInEvent}; the subject is the account's id, missing where the name is unknown. */
  signInFailed: 'identity.sign-in.failed',
  /** {@link SessionEvent}; the subject is the session's id. */
  sessionRevoked: 'identity.session.revoked',
  /** {@link SessionEvent}: a refresh token came a second time, so its session was ended. The subject is the session's id. */
  tokenReused: 'identity.token.reused',
  /** {@link AccountEvent}, as are all that follow; the subject is the account's id. */
  userCreated: 'identity.user.created',
  userChanged: 'identity.user.changed',
  /** Its `roles` or groups are others than before. */
  userPrivilegesChanged: 'identity.user.privileges-changed',
  userLocked: 'identity.user.locked',
  userUnlocked: 'identity.user.unlocked',
  userDeactivated: 'identity.user.deactivated',
  userDeleted: 'identity.user.deleted',
  /** Password, second factor, passkey or recovery codes. */
  userCredentialsChanged: 'identity.user.credentials-changed',
  apiTokenCreated: 'identity.api-token.created',
  apiTokenRevoked: 'identity.api-token.revoked',
  /** Data: `{ owner, name, days }`; the subject is the token's id. */
  apiTokenExpiring: 'identity.api-token.expiring',
} as const;

/** Data of `identity.sign-in.*`. @public */
export interface SignInEvent {
  readonly accountId: string | null;
  /** A keyed hash of the name: tells names apart without saying them, since people type passwords there. */
  readonly nameHash: string;
  readonly address: string;
  readonly provider: string;
  readonly methods: readonly AuthenticationMethod[];
  /** Of a failure: `credentials`, `second-factor`, `locked`, `throttled`. */
  readonly reason: string | null;
  readonly sessionId: string | null;
}

/** Data of `identity.session.*` and `identity.token.*`. @public */
export interface SessionEvent {
  readonly sessionId: string;
  readonly accountId: string;
  /** `signed-out`, `revoked`, `reused`, `locked`, `deactivated`, `deleted`, `password-changed`. */
  readonly reason: string;
  readonly address: string | null;
}

/** Data of `identity.user.*` and `identity.api-token.*`. @public */
export interface AccountEvent {
  readonly accountId: string;
  /** Principal id of who did it. */
  readonly actor: string;
  /** Names of what changed: `roles`, `email`, `totp`; never values of credentials. */
  readonly changed: readonly string[];
  readonly roles: readonly string[];
}
