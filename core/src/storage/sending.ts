import type pg from 'pg';
import { isConnectionLoss } from './driver-errors.ts';
import type { SessionPool } from './pool.ts';

/** What is sent: one statement with its values, or a text of several without any. */
export type Message = string | (pg.QueryConfig & { readonly queryMode?: string });

/** How a transaction begins. */
export interface TransactionBeginning {
  /** Begins it and sets role and workspace, as one message. */
  readonly preamble: string;
  /** Whether it finds every row by a key, so that one plan is the best for all values. */
  readonly isKeyed: boolean;
}

/** Tables that were small when it was made must not lead the one plan past their indexes. */
const KEYED = '; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off';

interface Waiting {
  readonly message: Message;
  readonly isPutOff: boolean;
  readonly answer: PromiseWithResolvers<pg.QueryResult<object>>;
}

/** Messages that wait for others at most: beyond that they are sent by themselves. */
const MOST_WAITING = 64;

/**
 * What a transaction says over its connection, in the order in which it is said. What is said at once goes together, without waiting for
 * the answers in between, and the beginning of the transaction goes with the first of it. Errors are the driver's.
 */
export class Sending {
  readonly #pool: SessionPool;
  readonly #preamble: string;
  readonly isKeyed: boolean;
  #client: pg.PoolClient | null;
  #waiting: Waiting[] = [];
  #isScheduled = false;
  #beginning: 'not yet' | 'on its way' | 'over' = 'not yet';
  /** Whether statements are planned once for all values at the moment. */
  #isPlannedOnce = false;
  /** Answers come in order: when this one is there, all are. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(pool: SessionPool, client: pg.PoolClient, { preamble, isKeyed }: TransactionBeginning) {
    this.#pool = pool;
    this.#client = client;
    this.#preamble = isKeyed ? `${preamble}${KEYED}` : preamble;
    this.isKeyed = isKeyed;
  }

  /** The process of the server behind the connection. */
  get backend(): number | undefined {
    return this.#client === null ? undefined : this.#pool.backendOf(this.#client);
  }

  /** Whether the server knows nothing of the transaction yet. */
  get isUnbegun(): boolean {
    return this.#beginning === 'not yet';
  }

  /** Whether something has been put off. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether the server holds the connection to be outside of any transaction. */
  get isOutside(): boolean {
    return this.#client?.getTransactionStatus() === 'I';
  }

  /** Sends a message with all that has been put off. */
  send(message: Message): Promise<pg.QueryResult<object>> {
    const answered = this.#add(message, false);
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      queueMicrotask(() => {
        this.#isScheduled = false;
        this.#flush();
      });
    }
    return answered;
  }

  /** Has a plain insertion sent with the next message. */
  putOff(message: Message): Promise<pg.QueryResult<object>> {
    return this.#add(message, true);
  }

  #add(message: Message, isPutOff: boolean): Promise<pg.QueryResult<object>> {
    const answer = Promise.withResolvers<pg.QueryResult<object>>();
    this.#waiting.push({ message, isPutOff, answer });
    this.#last = answer.promise.catch(() => undefined);
    if (this.#waiting.length >= MOST_WAITING) this.#flush();
    return answer.promise;
  }

  /** Sends what has been put off, and waits for all answers. */
  async drain(): Promise<void> {
    this.#flush();
    await this.#last;
  }

  /** Gives the connection back, or up when it is broken. */
  release(isBroken: boolean): void {
    this.#client?.release(isBroken);
    this.#client = null;
  }

  #flush(): void {
    if (this.#waiting.length === 0 || this.#beginning === 'on its way') return;
    if (this.#beginning === 'not yet') {
      this.#beginning = 'on its way';
      void this.#begin(this.#waiting.splice(0));
      return;
    }
    const client = this.#client;
    const all = this.#waiting.splice(0);
    if (client === null) for (const { answer } of all) answer.reject(new Error('Connection terminated'));
    else
      inOneWrite(client, () => {
        for (const waiting of all) waiting.answer.resolve(this.#transmit(client, waiting));
      });
  }

  /** Nothing is kept of what comes before a commit, so connections that turn out to be dead are replaced: all that the pool held. */
  async #begin(first: readonly Waiting[]): Promise<void> {
    // Counted before the first dead one is dropped: the pool shrinks with each.
    const held = this.#pool.size.total;
    try {
      for (let attempt = 1; ; attempt++) {
        this.#client ??= await this.#pool.acquire();
        const client = this.#client;
        const { begun, answers } = inOneWrite(client, () => {
          this.#isPlannedOnce = this.isKeyed;
          return {
            begun: this.#submit(client, this.#preamble),
            answers: first.map((waiting) => this.#transmit(client, waiting)),
          };
        });
        for (const answer of answers) answer.catch(() => undefined);
        try {
          await begun;
          for (const [at, { answer }] of first.entries()) answer.resolve(answers[at] ?? begun);
          break;
        } catch (error) {
          this.release(true);
          if (attempt > held + 1 || !isConnectionLoss(error)) throw error;
        }
      }
    } catch (error) {
      for (const { answer } of first) answer.reject(error);
    }
    this.#beginning = 'over';
    this.#flush();
  }

  /**
   * What is put off inserts values, for which there is but one plan: to make it anew each time, as for all else because tables grow, takes
   * longer than to carry it out.
   */
  #transmit(client: pg.PoolClient, { message, isPutOff }: Waiting): Promise<pg.QueryResult<object>> {
    const isPlannedOnce = isPutOff || this.isKeyed;
    // After a text comes nothing more: it ends the transaction.
    if (isPlannedOnce !== this.#isPlannedOnce && typeof message !== 'string') {
      this.#isPlannedOnce = isPlannedOnce;
      const mode = isPlannedOnce ? 'force_generic_plan' : 'force_custom_plan';
      // Where it fails, so has the transaction, and so does what comes after it.
      this.#submit(client, `set local plan_cache_mode = ${mode}`).catch(() => undefined);
    }
    return this.#submit(client, message);
  }

  #submit(client: pg.PoolClient, message: Message): Promise<pg.QueryResult<object>> {
    return this.#pool.watch(client, client.query<object>(message));
  }
}

/** Each message by itself would be a call of the system, and wake the server. */
function inOneWrite<T>({ connection: { stream } }: pg.PoolClient, write: () => T): T {
  stream.cork();
  try {
    return write();
  } finally {
    stream.uncork();
  }
}
