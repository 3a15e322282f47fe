/** What a read answered. */
export interface ReadAnswer {
  /** JSON, unread: each who waits reads it anew and may do with it what they like. */
  readonly text: string;
  readonly etag: string | null;
}

interface SharedRead {
  readonly answer: Promise<ReadAnswer>;
  readonly running: AbortController;
  readonly begin: number;
  waiting: number;
}

/** Milliseconds after which a read that has not been answered is not waited for by others any more. */
const YOUNG_MS = 250;

/**
 * Asks once for what several elements want at the same time: several cards of a page show parts of one summary. A read is shared
 * while it is on its way and young, and nothing is known to have changed since it began, so that nobody gets an older answer than
 * their own would have been. It is aborted when nobody waits for it any more.
 */
export class SharedReads {
  readonly #load: (address: string, signal: AbortSignal) => Promise<ReadAnswer>;
  readonly #reads = new Map<string, SharedRead>();

  constructor(load: (address: string, signal: AbortSignal) => Promise<ReadAnswer>) {
    this.#load = load;
  }

  read(address: string, signal?: AbortSignal): Promise<ReadAnswer> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const present = this.#reads.get(address);
    const isShared = present !== undefined && performance.now() - present.begin < YOUNG_MS;
    return this.#join(isShared ? present : this.#begin(address), signal);
  }

  /** Something has changed: what is asked for from now on is asked for anew. */
  forget(): void {
    this.#reads.clear();
  }

  #begin(address: string): SharedRead {
    const running = new AbortController();
    const answer = this.#load(address, running.signal);
    const read: SharedRead = { answer, running, begin: performance.now(), waiting: 0 };
    this.#reads.set(address, read);
    const end = (): void => this.#drop(address, read);
    answer.then(end, end);
    return read;
  }

  #drop(address: string, read: SharedRead): void {
    if (this.#reads.get(address) === read) this.#reads.delete(address);
  }

  #join(read: SharedRead, signal: AbortSignal | undefined): Promise<ReadAnswer> {
    read.waiting += 1;
    if (signal === undefined) return read.answer;
    const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>();
    const leave = (): void => {
      reject(signal.reason);
      read.waiting -= 1;
      if (read.waiting > 0) return;
      for (const [address, other] of this.#reads) if (other === read) this.#reads.delete(address);
      read.running.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    const settled = (): void => signal.removeEventListener('abort', leave);
    read.answer.then(resolve, reject);
    read.answer.then(settled, settled);
    return promise;
  }
}
