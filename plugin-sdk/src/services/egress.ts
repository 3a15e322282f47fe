import type { Socket } from 'node:net';
import { serviceRef } from '../refs.ts';

/** What every way out has in common. @public */
export interface EgressPurpose {
  /** Shown in logs and errors: `connector-postgres`. */
  readonly purpose: string;
  /**
   * Id of the workspace in whose name: its own rules then count besides the platform's. `*` is in the name of all of them: only where each
   * of them may go, which is meant for isolated plugins unless they name one. None unless given.
   */
  readonly workspace?: string;
  /**
   * Whether the machine itself may be reached. `refuse` is right for an address that somebody typed who does not run the platform;
   * `allow` for one of the configuration. A policy that allows the very address is stronger than either.
   */
  readonly loopback?: 'allow' | 'refuse';
  /**
   * Whether addresses of private networks may be reached, behind the operator's own walls; `allow` unless given, as databases stand there.
   * `refuse` is right for a name that is a stranger's, who can have it lead anywhere. A policy that allows the very address is stronger.
   */
  readonly privateNetworks?: 'allow' | 'refuse';
  readonly signal?: AbortSignal;
}

/** Where to and why. @public */
export interface EgressTarget extends EgressPurpose {
  readonly host: string;
  readonly port: number;
  /** Milliseconds to connect; 10,000 unless given. */
  readonly timeoutMs?: number;
}

/** What to ask of an HTTP server. @public */
export interface EgressRequest extends EgressPurpose {
  /** `GET` unless given. */
  readonly method?: string;
  /** Not those by which HTTP frames a message: `host`, `content-length`, `connection` and the like. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds for all of it, redirects and body included; 30,000 unless given. */
  readonly timeoutMs?: number;
  /** Largest accepted body of the answer; 10 MiB unless given. */
  readonly maxBytes?: number;
  /** Redirects to follow, at most 5, which is meant unless given; with 0 the redirect itself is answered. */
  readonly maxRedirects?: number;
  /** For TLS, which is always verified. */
  readonly tls?: {
    /** Certificates of authorities, as PEM, in place of those that the system trusts. */
    readonly ca?: string;
    /** The client's own certificate and key, as PEM; shown to the first origin only. */
    readonly cert?: string;
    readonly key?: string;
  };
}

/** What an HTTP server answered, whatever its status. @public */
export interface EgressAnswer {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case; several of one name joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * The only way out. Resolves the name, checks the address against the policy and connects to that very address,
 * so that a name cannot change its mind in between. Drivers are handed the socket.
 * @public
 */
export interface EgressService {
  /**
   * A connected TCP socket. The machine itself may be reached unless `loopback` says otherwise: databases often stand there.
   * @throws DataWaveError DW_EGRESS_REFUSED by policy, DW_EGRESS_UNRESOLVED, DW_EGRESS_UNREACHABLE, DW_EGRESS_TIMEOUT
   */
  connect(target: EgressTarget): Promise<Socket>;
  /** A connected unix-domain socket, where the policy allows local sockets. */
  connectLocal(path: string, purpose: string): Promise<Socket>;
  /**
   * Sends a request over HTTP or HTTPS. Each redirect is checked like the first address; none leads from HTTPS to HTTP, and of the
   * headers only harmless ones go to another origin. The machine itself is refused unless `loopback` says otherwise.
   * @throws DataWaveError as {@link EgressService.connect}; DW_EGRESS_TARGET_INVALID, DW_EGRESS_REDIRECT, DW_EGRESS_TLS, DW_EGRESS_TOO_LARGE
   */
  fetch(url: string | URL, request: EgressRequest): Promise<EgressAnswer>;
}

/** The ref of the only way out to the network. @public */
export const egressService = serviceRef<EgressService>('core.egress');
