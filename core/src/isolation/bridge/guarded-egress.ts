import type { Socket } from 'node:net';
import type { EgressAnswer, EgressPurpose, EgressService } from '@datawave/plugin-sdk';
import { foreignScope, notOffered } from '../isolation-errors.ts';
import { checkLocal, checkPlace, type Destinations, mayBePrivate, mayStayHome } from './destinations.ts';
import type { HostSocket, HostSockets } from './host-socket.ts';
import { fieldsOf } from './shapes.ts';

/** Every workspace: what is sent may come from any of them. */
const EVERY_WORKSPACE = '*';
const LONGEST_MS = 10 * 60_000;
/** Of an answer, which crosses as one message. */
const MOST_BYTES = 32 * 1024 * 1024;

/** What kinds of places may be reached. */
type Reach = Pick<EgressPurpose, 'loopback' | 'privateNetworks'>;

export interface GuardParts {
  readonly plugin: string;
  readonly sockets: HostSockets;
  /** Whether the plugin has been shown a workspace. */
  isShown(workspace: string): boolean;
  /** Told of each attempt that was refused before the broker heard of it, with the reason. */
  onRefused(where: string, error: unknown): void;
}

/** What looks like the way out: it is never handed over as it is. */
export const isEgress = (value: object): value is EgressService =>
  ['connect', 'connectLocal', 'fetch'].every((name) => typeof Reflect.get(value, name) === 'function');

/**
 * The way out as an isolated plugin has it: only to where its manifest and its settings lead, in the name of a workspace that it was shown
 * or by the rules of all of them, never to the machine itself unless that is named, and without following redirects. What it connects is
 * the platform's, and passes as a stream.
 */
export class GuardedEgress {
  readonly #egress: EgressService;
  readonly #destinations: Destinations;
  readonly #parts: GuardParts;

  constructor(egress: EgressService, destinations: Destinations, parts: GuardParts) {
    this.#egress = egress;
    this.#destinations = destinations;
    this.#parts = parts;
  }

  async connect(target: unknown): Promise<HostSocket> {
    const { plugin, sockets } = this.#parts;
    const { host, port, timeoutMs } = fieldsOf(target);
    if (typeof host !== 'string' || typeof port !== 'number')
      throw notOffered(plugin, 'a connection to nowhere', 'Give "host" as a text and "port" as a number.');
    this.#check(`${host}:${port}`, () => checkPlace(plugin, this.#destinations, host, port));
    const { purpose, workspace, reach, signal } = this.#purposeOf(target, host);
    const time =
      typeof timeoutMs === 'number' && timeoutMs > 0 ? { timeoutMs: Math.min(timeoutMs, LONGEST_MS) } : {};
    return sockets.open((ended) =>
      this.#egress.connect({
        ...{ host, port, purpose, workspace, ...reach, ...time },
        signal: signal === undefined ? ended : AbortSignal.any([signal, ended]),
      }),
    );
  }

  async connectLocal(path: unknown, purpose: unknown): Promise<HostSocket> {
    const { plugin, sockets } = this.#parts;
    if (typeof path !== 'string')
      throw notOffered(plugin, 'a socket without a path', 'Give its path as a text.');
    this.#check(path, () => checkLocal(plugin, this.#destinations, path));
    return sockets.open((): Promise<Socket> => this.#egress.connectLocal(path, this.#named(purpose)));
  }

  async fetch(url: unknown, request: unknown): Promise<EgressAnswer> {
    const target = new URL(url instanceof URL ? url.href : String(url));
    const port = target.port === '' ? (target.protocol === 'https:' ? 443 : 80) : Number(target.port);
    const { plugin } = this.#parts;
    this.#check(`${target.hostname}:${port}`, () =>
      checkPlace(plugin, this.#destinations, target.hostname, port),
    );
    const { purpose, workspace, reach } = this.#purposeOf(request, target.hostname);
    const { maxBytes } = fieldsOf(request);
    const { privateNetworks: _own, loopback: _home, ...asked } = fieldsOf(request);
    return this.#egress.fetch(target, {
      ...asked,
      ...{ purpose, workspace, ...reach },
      // Where a redirect leads is for the plugin to ask anew, so that it is looked at again.
      maxRedirects: 0,
      ...(typeof maxBytes === 'number' ? { maxBytes: Math.min(maxBytes, MOST_BYTES) } : {}),
    });
  }

  #check(where: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      this.#parts.onRefused(where.slice(0, 300), error);
      throw error;
    }
  }

  #purposeOf(
    asked: unknown,
    host: string,
  ): {
    readonly purpose: string;
    readonly workspace: string;
    readonly reach: Reach;
    readonly signal?: AbortSignal;
  } {
    const { purpose, workspace = EVERY_WORKSPACE, loopback, signal } = fieldsOf(asked);
    const { plugin, isShown } = this.#parts;
    if (workspace !== EVERY_WORKSPACE && (typeof workspace !== 'string' || !isShown(workspace)))
      throw foreignScope(plugin, 'the workspace in whose name it wants to connect was not shown to it');
    const isHome = mayStayHome(this.#destinations, host) && loopback !== 'refuse';
    const home: Reach = isHome ? (loopback === 'allow' ? { loopback } : {}) : { loopback: 'refuse' };
    const walls: Reach = mayBePrivate(this.#destinations, host) ? {} : { privateNetworks: 'refuse' };
    return {
      ...{ purpose: this.#named(purpose), workspace, reach: { ...home, ...walls } },
      ...(signal instanceof AbortSignal ? { signal } : {}),
    };
  }

  /** As it stands in logs and errors: nobody connects in another's name. */
  #named(purpose: unknown): string {
    const { plugin } = this.#parts;
    const text = typeof purpose === 'string' ? purpose.replace(/\s+/g, ' ').slice(0, 100) : '';
    return text === '' || text === plugin ? plugin : `${plugin} (${text})`;
  }
}
