import type { Socket } from 'node:net';
import { serviceRef } from '../refs.ts';

/** Where to and why. @public */
export interface EgressTarget {
  readonly host: string;
  readonly port: number;
  /** Shown in logs and errors: `connector-postgres`. */
  readonly purpose: string;
  readonly signal?: AbortSignal;
  /** Milliseconds to connect; 10,000 unless given. */
  readonly timeoutMs?: number;
}

/**
 * The only way out. Resolves the name, checks the address against the policy and connects to that very address,
 * so that a name cannot change its mind in between. Drivers are handed the socket.
 * @public
 */
export interface EgressService {
  /**
   * A connected TCP socket.
   * @throws DataWaveError DW_EGRESS_REFUSED by policy, DW_EGRESS_UNRESOLVED, DW_EGRESS_UNREACHABLE, DW_EGRESS_TIMEOUT
   */
  connect(target: EgressTarget): Promise<Socket>;
  /** A connected unix-domain socket, where the policy allows local sockets. */
  connectLocal(path: string, purpose: string): Promise<Socket>;
}

/** The ref of the only way out to the network. @public */
export const egressService = serviceRef<EgressService>('core.egress');
