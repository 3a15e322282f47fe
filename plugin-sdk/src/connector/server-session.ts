import type { ConnectorEnvironment } from '../governance/connector.ts';

/** A row as text, in the order of the SELECT list. @public */
export type TextRow = readonly (string | null)[];

/** How long a statement may take and who may call it off. @public */
export interface StatementLimits {
  /** Infinity for as long as it takes. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What bounds the sessions of a connector that speaks to a server. @public */
export interface ServerSessionLimits {
  /** Connections of one session at most. */
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
}

/** What a session with a server needs to connect. @public */
export interface ServerSessionOptions<Settings>
  extends ServerSessionLimits,
    Pick<ConnectorEnvironment, 'egress' | 'log' | 'pace'> {
  readonly settings: Settings;
}

/** The options of a session, its pool no larger than the environment lets it be. @public */
export function serverSessionOptions<Settings>(
  settings: Settings,
  { poolSize, connectTimeoutMs }: ServerSessionLimits,
  { egress, log, pace, maxConnections = poolSize }: ConnectorEnvironment,
): ServerSessionOptions<Settings> {
  return {
    ...{ settings, connectTimeoutMs, egress, log },
    poolSize: Math.max(1, Math.min(poolSize, maxConnections)),
    ...(pace === undefined ? {} : { pace }),
  };
}
