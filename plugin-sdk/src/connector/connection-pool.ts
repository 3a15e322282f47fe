import { sourceError } from './source-error.ts';

/** What the pool must know of a connection. @public */
export interface PooledConnection {
  /** False once it cannot be used again. */
  readonly isUsable: boolean;
  close(): Promise<void>;
}

/** A bounded set of connections to one source, opened when needed. @public */
export interface ConnectionPool<Connection extends PooledConnection> {
  /** Runs work on a connection of its own. Waits while all are busy; an abort ends the wait. */
  use<T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Takes a connection for longer; hand it back with the function. */
  take(signal: AbortSignal): Promise<{ readonly connection: Connection; release(): Promise<void> }>;
  /** Closes idle connections, and busy ones when they come back. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Opens at most `size` connections, keeps idle ones, drops dead ones. @public */
export function connectionPool<Connection extends PooledConnection>(
  size: number,
  open: (signal: AbortSignal) => Promise<Connection>,
): ConnectionPool<Connection> {
  const idle: Connection[] = [];
  const waiting: (() => void)[] = [];
  let places = size;
  let isClosed = false;

  const place = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (places > 0) {
      places -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const given = (): void => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      const aborted = (): void => {
        waiting.splice(waiting.indexOf(given), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', aborted, { once: true });
      waiting.push(given);
    });
  };
  const freePlace = (): void => {
    const next = waiting.shift();
    if (next === undefined) places += 1;
    else next();
  };
  const refuseClosed = (): void => {
    if (isClosed)
      throw sourceError(
        'DW_SOURCE_UNREACHABLE',
        'The session with the source is closed.',
        'Open a new session.',
      );
  };

  const take = async (
    signal: AbortSignal,
  ): Promise<{ readonly connection: Connection; release(): Promise<void> }> => {
    refuseClosed();
    await place(signal);
    try {
      refuseClosed();
      let connection: Connection | undefined = idle.pop();
      while (connection !== undefined && !connection.isUsable) {
        await connection.close();
        connection = idle.pop();
      }
      const taken = connection ?? (await open(signal));
      let isReleased = false;
      return {
        connection: taken,
        async release() {
          if (isReleased) return;
          isReleased = true;
          try {
            if (taken.isUsable && !isClosed) idle.push(taken);
            else await taken.close();
          } finally {
            freePlace();
          }
        },
      };
    } catch (error) {
      freePlace();
      throw error;
    }
  };

  return {
    take,
    async use(signal, work) {
      const { connection, release } = await take(signal);
      try {
        return await work(connection);
      } finally {
        await release();
      }
    },
    async close() {
      isClosed = true;
      await Promise.all(idle.splice(0).map((connection) => connection.close()));
    },
  };
}
