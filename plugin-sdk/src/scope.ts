/** Who acts. @public */
export interface Principal {
  /** Stable id: `user:admin`, `service:NAME`, `plugin:ID` or `system`. */
  readonly id: string;
  readonly kind: 'user' | 'service' | 'plugin' | 'system';
  readonly displayName: string;
  /** Keys of roles that hold everywhere. */
  readonly roles: readonly string[];
  /** Keys of roles that hold in the scope's workspace alone, as a member of it. None unless given. */
  readonly workspaceRoles?: readonly string[];
  /** Ids of the groups that it belongs to, its own and those that an identity provider named; none unless given. */
  readonly groups?: readonly string[];
}

/** How somebody proved who they are. @public */
export type AuthenticationMethod =
  | 'password'
  | 'totp'
  | 'recovery-code'
  | 'passkey'
  | 'oidc'
  | 'saml'
  | 'ldap'
  | 'api-token';

/** The session in which a principal acts: what was proved, when, and what ends with it. @public */
export interface AuthenticatedSession {
  /** Revoking the session ends everything that was handed out under it. */
  readonly id: string;
  /** Milliseconds since 1970 at which the person last proved who they are: what a dangerous act asks for. */
  readonly authenticatedAt: number;
  readonly methods: readonly AuthenticationMethod[];
  /** Permissions to which the proof is confined, whatever the principal may do: those of an API token. All unless given. */
  readonly permissions?: readonly string[];
}

/**
 * In whose name, for which workspace and until when something is done. Every request, job and command has one,
 * and whoever touches stored data passes it on; nothing is read from an ambient context.
 * @public
 */
export interface ExecutionScope {
  /** Workspace id (UUID). Row-level security is set from it. */
  readonly workspace: string;
  readonly principal: Principal;
  /** What the principal proved. Only where a request or somebody signed in stands behind it. */
  readonly session?: AuthenticatedSession;
  /** Address of the client, the proxy's word for it where the proxy is trusted. Only where a request stands behind it. */
  readonly address?: string;
  /** Correlates logs, events and errors of one request or job. */
  readonly requestId: string;
  /** W3C trace context of the caller, when tracing is on. */
  readonly traceparent?: string;
  /** Aborted when the caller is gone, the deadline has passed or the job was cancelled. */
  readonly signal: AbortSignal;
}

/** Id of the workspace that always exists. @public */
export const DEFAULT_WORKSPACE = '00000000-0000-7000-8000-000000000001';
