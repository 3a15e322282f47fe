import type { ConnectorSession, RowBatch } from '@datawave/plugin-sdk';
import { assetLabel, chosenColumns, connectionPool, cutText } from '@datawave/plugin-sdk/connector';
import { cellText, selectList } from './cells.ts';
import { discoverTables } from './discover.ts';
import { inReadOnlyTransaction, type MysqlOptions, openMysqlConnection } from './mysql-connection.ts';
import { queryError } from './mysql-error.ts';
import { statementTimeout } from './mysql-flavour.ts';
import { quote } from './quote.ts';
import { planTable, sampleTable } from './sample.ts';

const TEST_TIMEOUT_MS = 10_000;
/** Longest value of a batch, in characters: a cell of any size must not fill the memory. */
const MAX_CELL = 65_536;
/** Characters after which a batch is handed over although more rows would fit. */
const BATCH_CHARACTERS = 8_000_000;

/** Connects and answers a session over a bounded pool. */
export async function openMysqlSession(
  options: MysqlOptions,
  signal: AbortSignal,
): Promise<ConnectorSession> {
  const pool = connectionPool(options.poolSize, (openSignal) => openMysqlConnection(options, openSignal));
  // Wrong credentials are told now, not with the first asset.
  await pool.use(signal, async () => undefined);
  return {
    async test(testSignal) {
      const limits = { timeoutMs: TEST_TIMEOUT_MS, signal: testSignal };
      return await pool.use(testSignal, async (connection) => {
        const start = performance.now();
        await inReadOnlyTransaction(connection, limits, () => connection.query('SELECT 1', [], limits));
        return {
          server: connection.flavour.title,
          latencyMs: performance.now() - start,
          warnings: [],
        };
      });
    },
    async *discover(discoverOptions) {
      try {
        yield* discoverTables(
          (useSignal, work) => pool.use(useSignal, work),
          options.settings.database,
          discoverOptions,
        );
      } catch (error) {
        discoverOptions.signal.throwIfAborted();
        throw queryError(error, 'the catalog');
      }
    },
    async sample(asset, sampleOptions, sampleSignal) {
      const limits = { timeoutMs: sampleOptions.timeoutMs, signal: sampleSignal };
      try {
        return await pool.use(sampleSignal, (connection) =>
          inReadOnlyTransaction(connection, limits, () =>
            sampleTable(connection, asset, sampleOptions, limits),
          ),
        );
      } catch (error) {
        sampleSignal.throwIfAborted();
        throw queryError(error, assetLabel(asset.path));
      }
    },
    async plan(asset, planOptions, planSignal) {
      const limits = { timeoutMs: planOptions.sample.timeoutMs, signal: planSignal };
      try {
        return await pool.use(planSignal, (connection) =>
          inReadOnlyTransaction(connection, limits, () => planTable(connection, asset, planOptions, limits)),
        );
      } catch (error) {
        planSignal.throwIfAborted();
        throw queryError(error, assetLabel(asset.path));
      }
    },
    async highWater(asset, column, { timeoutMs }, askSignal) {
      const limits = { timeoutMs, signal: askSignal };
      const text = `SELECT CAST(MAX(${quote(column.name)}) AS CHAR) FROM ${quote(...asset.path)}`;
      try {
        return await pool.use(askSignal, (connection) =>
          inReadOnlyTransaction(connection, limits, async () => ({
            value: (await connection.query(text, [], limits))[0]?.[0] ?? null,
          })),
        );
      } catch (error) {
        askSignal.throwIfAborted();
        throw queryError(error, assetLabel(asset.path));
      }
    },
    async *read(asset, readOptions): AsyncGenerator<RowBatch> {
      const limits = { timeoutMs: Number.POSITIVE_INFINITY, signal: readOptions.signal };
      const columns = chosenColumns(asset, readOptions.columns);
      const empty = (): (string | null)[][] => columns.map(() => []);
      let batch = empty();
      let rows = 0;
      let characters = 0;
      const { connection, release } = await pool.take(readOptions.signal);
      try {
        await connection.query(statementTimeout(connection.flavour, limits.timeoutMs), [], limits);
        for await (const row of connection.rows(
          `SELECT ${selectList(columns, MAX_CELL)} FROM ${quote(...asset.path)}`,
          limits,
        )) {
          columns.forEach((column, at) => {
            const text = cellText(row[at], column);
            characters += text?.length ?? 0;
            batch[at]?.push(text === null ? null : cutText(text, MAX_CELL));
          });
          rows += 1;
          if (rows < readOptions.batchRows && characters < BATCH_CHARACTERS) continue;
          readOptions.signal.throwIfAborted();
          yield { rows, columns: batch };
          batch = empty();
          rows = 0;
          characters = 0;
        }
      } catch (error) {
        readOptions.signal.throwIfAborted();
        throw queryError(error, assetLabel(asset.path));
      } finally {
        await release();
      }
      if (rows > 0) yield { rows, columns: batch };
    },
    close: () => pool.close(),
  };
}
