import { type Disposer, serviceRef } from '../refs.ts';
import type { AuthenticatedSession, Principal } from '../scope.ts';

/** What an authenticator may look at. @public */
export interface CredentialSource {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Address of the client, the proxy's word for it where the proxy is trusted. */
  readonly address: string;
  /** Whether the client speaks TLS, the proxy's word for it where the proxy is trusted. A cookie counts then only with the prefix `__Host-`. */
  readonly isSecure: boolean;
}

/** A principal that has proved who it is. @public */
export interface Authentication {
  readonly principal: Principal;
  /** Id of the workspace in which the request acts. */
  readonly workspace: string;
  readonly session?: AuthenticatedSession;
  /** Set when a cookie was the proof: writes must then carry this token in `X-CSRF-Token`. */
  readonly csrfToken?: string;
}

/**
 * Finds out who sends a request; null when it carries no proof that this authenticator knows. Answers at once where it can, so
 * that a cached token costs no turn of the event loop.
 * @public
 */
export type Authenticate = (
  source: CredentialSource,
) => Authentication | null | Promise<Authentication | null>;

/** Which workspace a request is about: what is asked of a {@link ResolveWorkspace}. @public */
export interface WorkspaceQuestion {
  /** Its `workspace` is where the request acts that names none. */
  readonly authentication: Authentication;
  /** Key that the request names in `X-Workspace`; null where it names none. */
  readonly named: string | null;
}

/** The workspace in which a request acts. @public */
export interface ResolvedWorkspace {
  /** Id. */
  readonly workspace: string;
  /** Becomes `Principal.workspaceRoles`. */
  readonly roles: readonly string[];
}

/**
 * Finds the workspace in which a request acts; null when there is none of that name, or none that the caller may enter, which the
 * caller cannot tell apart. Answers at once where it can.
 * @public
 */
export type ResolveWorkspace = (
  question: WorkspaceQuestion,
) => ResolvedWorkspace | null | Promise<ResolvedWorkspace | null>;

/** The account that the kernel made at first start, for the plugin that takes accounts over. @public */
export interface FirstAdministrator {
  /** `user:admin`. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  /** Argon2id in PHC form. */
  readonly passwordHash: string;
  /** Milliseconds since 1970: when the password was last set at a start or from the command line. */
  readonly changedAt: number;
}

/**
 * Who sends a request. The kernel knows one administrator by itself; a plugin brings further proofs. While one runs whose manifest claims
 * the resource `auth`, its routes answer below `auth/` and what the kernel handed out counts no more; both return when it stops, so that
 * the administrator is never locked out.
 * @public
 */
export interface AuthenticationService {
  /**
   * Asked before the kernel's own sign-in, in the order in which they came. One that throws fails the request, unless another
   * knows who sends it.
   */
  use(authenticate: Authenticate): Disposer;
  /**
   * Says in which workspace a request acts, until it is disposed of. Without one there is the default workspace alone.
   * @throws DataWaveError DW_AUTH_WORKSPACES_TAKEN when there is one
   */
  resolveWorkspaces(resolve: ResolveWorkspace): Disposer;
  /** Null before there is one. */
  administrator(): Promise<FirstAdministrator | null>;
}

/** The ref of the kernel's authentication. @public */
export const authenticationService = serviceRef<AuthenticationService>('core.authentication');
