import type { Asset, ConnectorSession, Logger, RowBatch, TableSample } from '@datawave/plugin-sdk';
import {
  assetLabel,
  chosenColumns,
  connectionPool,
  cutText,
  type StatementLimits,
} from '@datawave/plugin-sdk/connector';
import { cellText, selectList } from './cells.ts';
import { discoverRelations } from './discover.ts';
import {
  inReadOnlyTransaction,
  openPostgresConnection,
  type PostgresConnection,
  type PostgresOptions,
} from './postgres-connection.ts';
import { queryError, sqlState } from './postgres-error.ts';
import { quote } from './quote.ts';
import { allRows, planRelation, sampleRelation } from './sample.ts';

const TEST_TIMEOUT_MS = 10_000;
/** Longest value of a batch, in characters: a cell of any size must not fill the memory. */
const MAX_CELL = 65_536;
/** What a statement ends with when its time is up. */
const QUERY_CANCELED = '57014';

const UNREADABLE_SCHEMAS = `
  SELECT n.nspname::text FROM pg_catalog.pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    AND ($1::text[] IS NULL OR n.nspname = ANY ($1)) ORDER BY 1 LIMIT 20`;

const UNREADABLE_COLUMNS = `
  SELECT a.attname::text FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = $1::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped AND NOT pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')`;

/** Columns that the user may not read, when there are others that it may; null when nothing may be read. */
async function deniedColumns(
  connection: PostgresConnection,
  asset: Asset,
  limits: StatementLimits,
  log: Logger,
): Promise<ReadonlySet<string> | null> {
  const rows = await inReadOnlyTransaction(connection, limits, (query) =>
    query(UNREADABLE_COLUMNS, [quote(...asset.path)]),
  ).catch((error: unknown) => {
    // What the caller then says is that the asset may not be read, which is why this was asked at all.
    log.debug('could not ask which columns may not be read', { asset: assetLabel(asset.path), error });
    return null;
  });
  if (rows === null || rows.length === 0 || rows.length >= asset.columns.length) return null;
  return new Set(rows.map(([name]) => name ?? ''));
}

/** Connects and answers a session over a bounded pool. */
export async function openPostgresSession(
  options: PostgresOptions,
  signal: AbortSignal,
): Promise<ConnectorSession> {
  const { schemas } = options.settings;
  const pool = connectionPool(options.poolSize, (openSignal) => openPostgresConnection(options, openSignal));
  // Wrong credentials are told now, not with the first asset.
  await pool.use(signal, async () => undefined);

  const onAsset = async <T>(
    asset: Asset,
    limits: StatementLimits,
    work: (connection: PostgresConnection) => Promise<T>,
  ): Promise<T> => {
    try {
      return await pool.use(limits.signal, work);
    } catch (error) {
      limits.signal.throwIfAborted();
      throw queryError(error, assetLabel(asset.path));
    }
  };

  return {
    async test(testSignal) {
      const limits = { timeoutMs: TEST_TIMEOUT_MS, signal: testSignal };
      return await pool.use(testSignal, async (connection) => {
        const start = performance.now();
        const denied = await inReadOnlyTransaction(connection, limits, (query) =>
          query(UNREADABLE_SCHEMAS, [schemas.length === 0 ? null : schemas]),
        );
        return {
          server: `PostgreSQL ${connection.serverVersionText.split(' ')[0] ?? ''}`,
          latencyMs: performance.now() - start,
          warnings: denied.map(([name]) => `no permission on schema ${name ?? ''}`),
        };
      });
    },
    async *discover(discoverOptions) {
      try {
        yield* discoverRelations((useSignal, work) => pool.use(useSignal, work), schemas, discoverOptions);
      } catch (error) {
        discoverOptions.signal.throwIfAborted();
        throw queryError(error, 'the catalog');
      }
    },
    async sample(asset, sampleOptions, sampleSignal) {
      const limits = { timeoutMs: sampleOptions.timeoutMs, signal: sampleSignal };
      return await onAsset(asset, limits, async (connection) => {
        const { serverVersion } = connection;
        const draw = (denied: ReadonlySet<string>, mayGroup: boolean): Promise<TableSample> =>
          inReadOnlyTransaction(connection, limits, (query) =>
            sampleRelation({ query, serverVersion, asset, options: sampleOptions, denied, mayGroup }),
          ).catch((error: unknown) => {
            // Row by row each statement is short, however long it takes in all.
            if (
              sampleOptions.rows === 'full' &&
              mayGroup &&
              asset.type !== 'view' &&
              sqlState(error) === QUERY_CANCELED
            )
              return draw(denied, false);
            throw error;
          });
        try {
          return await draw(new Set(), true);
        } catch (error) {
          const denied =
            sqlState(error) === '42501' ? await deniedColumns(connection, asset, limits, options.log) : null;
          if (denied === null) throw error;
          return await draw(denied, true);
        }
      });
    },
    async plan(asset, planOptions, planSignal) {
      const limits = { timeoutMs: planOptions.sample.timeoutMs, signal: planSignal };
      return await onAsset(asset, limits, (connection) =>
        inReadOnlyTransaction(connection, limits, (query) =>
          planRelation(query, connection.serverVersion, asset, planOptions),
        ),
      );
    },
    async highWater(asset, column, { timeoutMs }, askSignal) {
      const limits = { timeoutMs, signal: askSignal };
      return await onAsset(asset, limits, (connection) =>
        inReadOnlyTransaction(connection, limits, async (query) => {
          const text = `SELECT pg_catalog.max(${quote(column.name)})::pg_catalog.text FROM ${quote(...asset.path)}`;
          return { value: (await query(text))[0]?.[0] ?? null };
        }),
      );
    },
    async *read(asset, readOptions): AsyncGenerator<RowBatch> {
      const limits = { timeoutMs: Number.POSITIVE_INFINITY, signal: readOptions.signal };
      const columns = chosenColumns(asset, readOptions.columns);
      const { connection, release } = await pool.take(readOptions.signal);
      try {
        await connection.query(
          'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = 5000',
          [],
          limits,
        );
        const query = (
          text: string,
          parameters: readonly unknown[] = [],
        ): Promise<readonly (readonly (string | null)[])[]> => connection.query(text, parameters, limits);
        for await (const rows of allRows(
          query,
          quote(...asset.path),
          selectList(columns, MAX_CELL, new Set()),
          readOptions.batchRows,
        )) {
          yield {
            rows: rows.length,
            columns: columns.map((column, at) =>
              rows.map((row) => {
                const text = cellText(row[at], column);
                return text === null ? null : cutText(text, MAX_CELL);
              }),
            ),
          };
        }
      } catch (error) {
        readOptions.signal.throwIfAborted();
        throw queryError(error, assetLabel(asset.path));
      } finally {
        if (connection.isUsable)
          await connection
            .query('ROLLBACK', [], { timeoutMs: 1000, signal: new AbortController().signal })
            .catch(() => undefined);
        await release();
      }
    },
    close: () => pool.close(),
  };
}
