import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { DataWaveError, type EgressService, type Logger } from '@datawave/plugin-sdk';
import { Client } from 'ldapts';
import type { DirectorySettings } from './directory-settings.ts';
import { directoryDown, reasonOf } from './ldap-errors.ts';

/** RFC 4511, 4.14: what comes next on this connection is TLS. */
const START_TLS = '1.3.6.1.4.1.1466.20037';
/** Milliseconds for which a server that could not be reached is asked after the others. */
const SHUNNED_MS = 30_000;
/** Milliseconds for which nobody is kept waiting for a directory that has just let a time limit pass. */
const SILENT_MS = 10_000;

/** What a connection is made with. */
export interface ConnectionParts {
  readonly egress: EgressService;
  readonly settings: DirectorySettings;
  /** Id of the plugin. */
  readonly purpose: string;
  readonly log: Logger;
}

/** Connections to the servers of a directory: over sockets that the broker opened, encrypted and checked unless the settings say otherwise. */
export class DirectoryConnections {
  readonly #parts: ConnectionParts;
  readonly #shunned = new Map<string, number>();
  #silentUntil = Number.NEGATIVE_INFINITY;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /**
   * Does something with a client that the service account has signed in, at the first server that can be reached.
   * @throws DataWaveError DW_LDAP_UNAVAILABLE
   */
  async use<T>(signal: AbortSignal, work: (client: Client) => Promise<T>): Promise<T> {
    const { title } = this.#parts.settings;
    const { client, stream } = await this.#open(signal);
    const abort = (): void => {
      stream.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await work(client);
    } catch (error) {
      signal.throwIfAborted();
      if (DataWaveError.is(error)) throw error;
      throw directoryDown(title, reasonOf(error), 'Look into the log of the directory.');
    } finally {
      signal.removeEventListener('abort', abort);
      // Told goodbye where it still listens.
      await client.unbind().catch(() => undefined);
      stream.destroy();
    }
  }

  /** Signs the service account in again, after somebody else has used the connection. */
  async bindService(client: Client): Promise<void> {
    const { bindDn, bindPassword, title } = this.#parts.settings;
    if (bindDn === undefined || bindPassword === undefined) {
      await client.bind('', '');
      return;
    }
    try {
      await client.bind(bindDn, bindPassword);
    } catch (error) {
      throw directoryDown(
        title,
        `the service account cannot sign in, ${reasonOf(error)}`,
        'Check bindDn and bindPassword.',
      );
    }
  }

  async #open(signal: AbortSignal): Promise<{ client: Client; stream: Socket }> {
    const { settings, log } = this.#parts;
    const reasons: string[] = [];
    let isSilent = false;
    if (performance.now() < this.#silentUntil)
      throw directoryDown(
        settings.title,
        'none of its servers answered a moment ago',
        'Try again in ten seconds.',
      );
    for (const url of this.#inOrder()) {
      let stream: Socket | null = null;
      const began = performance.now();
      try {
        stream = await this.#connect(new URL(url), signal);
        const client = clientOver(stream, settings.timeoutMs);
        await this.bindService(client);
        this.#shunned.delete(url);
        return { client, stream };
      } catch (error) {
        stream?.destroy();
        signal.throwIfAborted();
        this.#shunned.set(url, performance.now() + SHUNNED_MS);
        // Timers may be a little early.
        const limit = 0.9 * Math.min(settings.connectTimeoutMs, settings.timeoutMs);
        isSilent ||= performance.now() - began >= limit;
        const reason = reasonOf(error);
        reasons.push(`${url} (${reason})`);
        log.warn('a server of a directory could not be used', { directory: settings.key, url, reason });
      }
    }
    // Those who sign in elsewhere wait for this one, too.
    if (isSilent) this.#silentUntil = performance.now() + SILENT_MS;
    throw directoryDown(
      settings.title,
      `none of its servers can be used: ${reasons.join('; ')}`,
      'Check that one runs, its certificate, and that egress allows it; other ways to sign in go on working.',
    );
  }

  /** As they are configured, but first those that answered last. */
  #inOrder(): readonly string[] {
    const now = performance.now();
    const isShunned = (url: string): number => Number((this.#shunned.get(url) ?? 0) > now);
    return this.#parts.settings.urls.toSorted((left, right) => isShunned(left) - isShunned(right));
  }

  async #connect(url: URL, signal: AbortSignal): Promise<Socket> {
    const { egress, settings, purpose } = this.#parts;
    const { connectTimeoutMs, caCertificate: ca, plaintext } = settings;
    const isTls = url.protocol === 'ldaps:';
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = url.port === '' ? (isTls ? 636 : 389) : Number(url.port);
    const socket = await egress.connect({
      ...{ host, port, purpose, signal, timeoutMs: connectTimeoutMs },
      // The address stands in the configuration; a proxy of the directory often listens on the machine itself.
      loopback: 'allow',
    });
    // What goes wrong is heard of by whoever reads or writes at that moment.
    socket.on('error', () => undefined);
    if (plaintext && !isTls) return socket;
    const late = setTimeout(() => socket.destroy(), connectTimeoutMs);
    try {
      if (!isTls) await agreeOnTls(socket, settings.timeoutMs);
      return await secure(socket, host, ca);
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }
}

/** A client that speaks over this connection and never makes another. */
function clientOver(stream: Socket, timeout: number): Client {
  let isTaken = false;
  return new Client({
    // What it would connect to by itself; it never does.
    url: 'ldap://directory.invalid',
    timeout,
    createConnection: () => {
      if (isTaken || stream.destroyed) throw new Error('The connection was closed.');
      isTaken = true;
      return stream;
    },
  });
}

/**
 * Asks for TLS by a client of its own, which is thrown away: whatever was sent before the connection is encrypted, be it by somebody in
 * between, is never taken for an answer to what is asked after.
 */
async function agreeOnTls(socket: Socket, timeout: number): Promise<void> {
  const events = ['data', 'end', 'close', 'error', 'timeout'] as const;
  const before = new Map(events.map((event) => [event, new Set(socket.listeners(event))]));
  await clientOver(socket, timeout).exop(START_TLS);
  for (const event of events)
    for (const listener of socket.listeners(event))
      if (before.get(event)?.has(listener) !== true && isListener(listener))
        socket.removeListener(event, listener);
  socket.on('error', () => undefined);
}

const isListener = (listener: unknown): listener is (...args: readonly unknown[]) => void =>
  typeof listener === 'function';

function secure(socket: Socket, host: string, ca: string | undefined): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const stream: TLSSocket = connectTls({
    socket,
    // Whatever the process's environment says of it.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    host,
    // Numbers have no name that a certificate could be asked for by SNI; they are checked as addresses.
    ...(isIP(host) ? {} : { servername: host.replace(/\.$/, '') }),
    ...(ca === undefined ? {} : { ca }),
  });
  stream.on('error', () => undefined);
  stream.once('secureConnect', () => resolve(stream)).once('error', reject);
  stream.once('close', () => reject(new Error('The connection was closed.')));
  return promise;
}
