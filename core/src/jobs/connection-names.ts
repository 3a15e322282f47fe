import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Names of lost connections that are kept. Where Redis lets nobody list its clients they are never ended, and only grow older. */
const MOST_LOST = 16;

/**
 * Gives a connection another name each time it was lost, so that the ones before can be told from it and be ended. One that was
 * forgotten on the way Redis still believes in, with all that waits for ids there: each of them would take one to nobody, for
 * minutes.
 */
export class ConnectionNames {
  readonly #purpose: string;
  readonly #lost = new Set<string>();
  #current: string;

  constructor(purpose: string) {
    this.#purpose = purpose;
    this.#current = this.#next();
  }

  get current(): string {
    return this.#current;
  }

  /** Names of connections that were lost and may still be there, the oldest first. */
  get lost(): readonly string[] {
    return [...this.#lost];
  }

  /**
   * Names a client that has not connected yet, and ends its earlier connections whenever it is back.
   * @param onFailure - hears when they could not be ended; it is tried again with the next loss
   */
  follow(client: Redis, onFailure: (error: unknown) => void): void {
    client.options.connectionName = this.#current;
    let wasReady = false;
    client.on('close', () => {
      // Tries to connect leave nothing behind, and there are many while Redis is away.
      if (!wasReady) return;
      wasReady = false;
      this.#lost.add(this.#current);
      const [oldest] = this.#lost;
      if (oldest !== undefined && this.#lost.size > MOST_LOST) this.#lost.delete(oldest);
      this.#current = this.#next();
      client.options.connectionName = this.#current;
    });
    client.on('ready', () => {
      wasReady = true;
      if (this.#lost.size > 0) this.#endLost(client).catch(onFailure);
    });
  }

  #next(): string {
    return `datawave:${this.#purpose}:${randomUUID()}`;
  }

  /** Over a connection of its own: the one that is back waits for ids, and what is asked there waits behind that. */
  async #endLost(client: Redis): Promise<void> {
    const asking = client.duplicate({ connectionName: this.#next(), lazyConnect: true, retryStrategy: null });
    asking.on('error', () => undefined);
    try {
      const names = this.lost;
      const list = String(await asking.client('LIST'));
      for (const line of list.split('\n')) {
        const [, id] = /^id=(\d+) /.exec(line) ?? [];
        if (id !== undefined && names.some((name) => line.includes(` name=${name} `)))
          await asking.client('KILL', 'ID', Number(id));
      }
      for (const name of names) this.#lost.delete(name);
    } finally {
      asking.disconnect();
    }
  }
}
