import type { Logger } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { RestartTurns, type TurnsOf } from './restart-turns.ts';

const ASK_MS = 500;

/** A replica among those that begin anew one after the other: it goes on answering until its turn has come. */
export class RestartQueue {
  readonly #turns: RestartTurns;
  readonly #log: Logger;
  /** The lock that is waited for; null while nothing is. */
  #lock: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #hasPassed = false;

  constructor(of: TurnsOf, log: Logger) {
    this.#turns = new RestartTurns(of);
    this.#log = log;
  }

  /** Before the packages of a lock are fetched, so that nobody confirms it meanwhile. */
  announce(storage: Storage, lock: number): Promise<void> {
    return this.#turns.announce(storage, lock);
  }

  /** @param onTurn - called when this replica is to begin anew */
  wait(storage: Storage, lock: number, onTurn: () => void): void {
    if (this.#lock === null) this.#log.info(`Waiting for its turn to begin anew with state ${lock}.`);
    this.#lock = lock;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const ask = (): void => {
      this.#timer = null;
      this.#turns
        .take(storage, lock)
        .catch((error: unknown) => {
          this.#log.warn('Whose turn it is to begin anew could not be asked; trying again.', { error });
          return false;
        })
        .then((hasTurn) => {
          // Another lock counts by now, or nothing is waited for any more.
          if (this.#lock !== lock) return;
          if (hasTurn) onTurn();
          else this.#timer ??= setTimeout(ask, ASK_MS).unref();
        });
    };
    ask();
  }

  /** What is waited for does not count any more, and what runs does: there is nothing to begin anew for. */
  async cancel(storage: Storage): Promise<void> {
    if (this.#lock === null) return;
    this.stop();
    await this.#turns.pass(storage);
  }

  /** This replica is ready with what counts. */
  async pass(storage: Storage): Promise<void> {
    if (this.#hasPassed) return;
    await this.#turns.pass(storage);
    this.#hasPassed = true;
  }

  areOthersFollowing(storage: Storage): Promise<boolean> {
    return this.#turns.areOthersFollowing(storage);
  }

  stop(): void {
    this.#lock = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
