import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposer, Logger } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { type ConnectionTarget, connect } from './connection.ts';
import { mapDriverError } from './driver-errors.ts';
import { abandon } from './pulse.ts';
import { quote } from './statement.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** A dead peer behind a firewall sends nothing; a connection that cannot answer this in time is given up. */
const HEARTBEAT_MS = 9_000;

/** One connection that hears all channels this process listens on, and comes back after it was lost. */
export class NotificationListener {
  readonly #target: ConnectionTarget;
  readonly #log: Logger;
  readonly #channels = new Map<string, Set<(payload: string) => void>>();
  readonly #stop = new AbortController();
  #client: pg.Client | null = null;
  #connecting: Promise<pg.Client> | null = null;
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(target: ConnectionTarget, log: Logger) {
    this.#target = target;
    this.#log = log;
  }

  /** Resolves once the channel is being listened on. */
  async listen(channel: string, onNotify: (payload: string) => void): Promise<Disposer> {
    const listeners = this.#channels.get(channel) ?? new Set();
    const isNew = listeners.size === 0;
    listeners.add(onNotify);
    this.#channels.set(channel, listeners);
    try {
      const client = await this.#connected();
      if (isNew) await client.query(`listen ${quote(channel)}`);
    } catch (error) {
      // Whoever was refused asks again; what he left here would be called twice then.
      listeners.delete(onNotify);
      if (listeners.size === 0) this.#channels.delete(channel);
      throw mapDriverError(error);
    }
    return async () => {
      if (!listeners.delete(onNotify) || listeners.size > 0) return;
      this.#channels.delete(channel);
      await this.#client?.query(`unlisten ${quote(channel)}`).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#channels.clear();
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    await this.#connecting?.catch(() => undefined);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #connected(): Promise<pg.Client> {
    if (this.#client) return Promise.resolve(this.#client);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    const client = await connect(this.#target);
    client.on('notification', ({ channel, payload }) => {
      for (const listener of this.#channels.get(channel) ?? []) this.#call(listener, payload ?? '');
    });
    client.once('end', () => this.#lost(client));
    const names = [...this.#channels.keys()];
    if (names.length > 0) await client.query(names.map((name) => `listen ${quote(name)}`).join('; '));
    this.#client = client;
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
    return client;
  }

  #beat(): void {
    const client = this.#client;
    if (!client) return;
    // Not by a farewell, whose answer would not come either.
    const timer = setTimeout(() => abandon(client), HEARTBEAT_MS / 3).unref();
    client.query('select 1').then(
      () => clearTimeout(timer),
      () => clearTimeout(timer),
    );
  }

  #lost(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    if (this.#stop.signal.aborted || this.#channels.size === 0) return;
    void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !this.#stop.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        await this.#connected();
      } catch (error) {
        this.#log.warn('the connection for notifications is down', { error });
        await sleep(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        continue;
      }
      // What was announced meanwhile is lost: an empty payload tells each listener to look for itself.
      for (const listeners of this.#channels.values())
        for (const listener of listeners) this.#call(listener, '');
      return;
    }
  }

  #call(listener: (payload: string) => void, payload: string): void {
    try {
      listener(payload);
    } catch (error) {
      this.#log.error('a listener for notifications failed', { error });
    }
  }
}
