import { availableParallelism } from 'node:os';
import { DataWaveError } from '@datawave/plugin-sdk';
import { sourceError } from '@datawave/plugin-sdk/connector';
import type { SourceFile } from './source-file.ts';

const MEMORY_LIMIT = '200MB';

/** A row as text. */
export type TextRow = readonly (string | null)[];

/** A DuckDB that can read one Parquet file and nothing else. */
export interface ParquetDatabase {
  /** SQL for the file's rows, the same with the column `file_row_number`, and for what its footer says. */
  readonly table: string;
  readonly numberedTable: string;
  readonly metadata: string;
  /** SQL for what its footer says of each column of each row group. */
  readonly groups: string;
  rows(text: string, signal?: AbortSignal): Promise<readonly TextRow[]>;
  /** Rows in groups, while they are computed. */
  stream(text: string, signal: AbortSignal): AsyncGenerator<readonly TextRow[], void, void>;
  /** Whether an error that the database threw says that its memory did not suffice. */
  ranOutOfMemory(error: unknown): boolean;
  close(): void;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * How DuckDB is to open the file. On Linux by the descriptor that is open already: it is the very file that was admitted,
 * and characters that DuckDB would take for a glob stand in the way no more.
 */
function driverPath(file: SourceFile): string {
  if (process.platform === 'linux') return `/proc/self/fd/${file.descriptor}`;
  if (/[*?[]/.test(file.path))
    throw sourceError(
      'DW_SOURCE_QUERY',
      `The name of ${file.label} would be taken for a glob.`,
      'Rename it without *, ? and [.',
    );
  return file.path;
}

const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

async function loadDriver(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    throw sourceError(
      'DW_SOURCE_DRIVER',
      `Parquet files cannot be read on this machine: DuckDB's library for ${process.platform}-${process.arch} is not installed.`,
      'Install the optional dependency @duckdb/node-bindings for this platform.',
    );
  }
}

/** Opens a database in memory, in which the file can be read, but no other, no extension loaded and no setting changed. */
export async function openDuckdb(file: SourceFile): Promise<ParquetDatabase> {
  const path = driverPath(file);
  const { DuckDBInstance } = await loadDriver();
  const threads = String(Math.max(1, Math.min(4, availableParallelism())));
  const instance = await DuckDBInstance.create(':memory:', {
    threads,
    memory_limit: MEMORY_LIMIT,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const source = literal(path);
  const shortOfMemory = new WeakSet<Error>();
  const translate = (error: unknown): unknown => {
    if (DataWaveError.is(error)) return error;
    if (error instanceof Error && /^Out of Memory/i.test(error.message)) {
      const translated = sourceError(
        'DW_SOURCE_QUERY',
        `Reading ${file.label} takes more than the ${MEMORY_LIMIT} of memory that it is given.`,
        'Keep fewer distinct values, or cut values shorter.',
      );
      shortOfMemory.add(translated);
      return translated;
    }
    return sourceError(
      'DW_SOURCE_QUERY',
      `Reading ${file.label} as Parquet failed.`,
      'Check that it is a whole Parquet file without encryption.',
    );
  };
  const interruptible = async <T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const aborted = (): void => connection.interrupt();
    signal?.addEventListener('abort', aborted, { once: true });
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw translate(error);
    } finally {
      signal?.removeEventListener('abort', aborted);
    }
  };
  await connection.run(
    `SET TimeZone = 'UTC'; SET temp_directory = ''; SET allowed_paths = [${literal(path)}]; SET enable_external_access = false; SET lock_configuration = true`,
  );
  return {
    table: `read_parquet(${source})`,
    numberedTable: `read_parquet(${source}, file_row_number = true)`,
    metadata: `parquet_file_metadata(${source})`,
    groups: `parquet_metadata(${source})`,
    rows: (text, signal) =>
      interruptible(signal, async () =>
        (await connection.runAndReadAll(text)).getRows().map((row) => row.map(asText)),
      ),
    async *stream(text, signal) {
      const result = await interruptible(signal, () => connection.stream(text));
      while (true) {
        const chunk = await interruptible(signal, () => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk.getRows().map((row) => row.map(asText));
      }
    },
    ranOutOfMemory: (error) => error instanceof Error && shortOfMemory.has(error),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
