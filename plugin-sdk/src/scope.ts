/** Who acts. @public */
export interface Principal {
  /** Stable id: `user:admin`, `service:NAME`, `plugin:ID` or `system`. */
  readonly id: string;
  readonly kind: 'user' | 'service' | 'plugin' | 'system';
  readonly displayName: string;
  readonly roles: readonly string[];
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
  /** Correlates logs, events and errors of one request or job. */
  readonly requestId: string;
  /** W3C trace context of the caller, when tracing is on. */
  readonly traceparent?: string;
  /** Aborted when the caller is gone, the deadline has passed or the job was cancelled. */
  readonly signal: AbortSignal;
}

/** Id of the workspace that always exists. @public */
export const DEFAULT_WORKSPACE = '00000000-0000-7000-8000-000000000001';
