import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { abandon } from '../pulse.ts';

/** Bytes that the server may answer to the statements of an isolated plugin that wait at once; more would be this process's memory. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/** Counts what comes in over a connection while statements wait for their answers, and gives it up where that is too much. */
export class AnswerMeter {
  readonly #plugin: string;
  #isExceeded = false;
  #bytes = 0;
  #waiting = 0;

  constructor(plugin: string, client: pg.ClientBase & Pick<pg.PoolClient, 'connection'>) {
    this.#plugin = plugin;
    client.connection.stream.on('data', (part: Buffer) => {
      this.#bytes += part.length;
      if (this.#waiting === 0 || this.#bytes <= ANSWER_BYTES || this.#isExceeded) return;
      this.#isExceeded = true;
      abandon(client);
    });
  }

  /** @throws DataWaveError DW_STORAGE_ANSWER_TOO_LARGE */
  async during<T>(statement: Promise<T>): Promise<T> {
    if (this.#waiting === 0) this.#bytes = 0;
    this.#waiting++;
    try {
      return await statement;
    } catch (error) {
      throw this.#isExceeded ? tooLarge(this.#plugin, error) : error;
    } finally {
      this.#waiting--;
    }
  }
}

const tooLarge = (plugin: string, cause: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_ANSWER_TOO_LARGE',
    message: `A statement of the isolated plugin "${plugin}" answered more than ${ANSWER_BYTES / 1024 / 1024} MiB.`,
    hint: 'Read less at once: with a limit, page by page, or as a stream.',
    status: 413,
    cause,
  });
