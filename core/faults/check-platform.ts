import type { FaultPlatform } from './fault-platform.ts';
import type { SourceTables } from './source-tables.ts';

/** How long the platform may take to come to rest once its last scan has ended. */
const REST_MS = 25_000;
/** A transaction that has been open for longer is forgotten. */
const OLD_TRANSACTION = '4 seconds';

/** What still moves, waits or hangs in a platform that has nothing to do. Empty once it is at rest. */
export async function checkRest(platform: FaultPlatform): Promise<readonly string[]> {
  const deadline = performance.now() + REST_MS;
  for (;;) {
    const faults = await restFaults(platform).catch((error: unknown) => [
      `the database cannot be asked: ${error}`,
    ]);
    if (faults.length === 0 || performance.now() > deadline) return faults;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function restFaults(platform: FaultPlatform): Promise<readonly string[]> {
  const inDatabase = await platform.look(async (client) => {
    const { rows } = await client.query<{ what: string }>(
      `select 'the job ' || name || ' ' || id || ' is ' || state || ' (attempt ' || attempt || ' of ' || attempts || ', lost ' || lost || ', lease until ' || coalesce(lease_until::text, '-') || ')' as what
         from core.jobs where state in ('waiting', 'running') or (state = 'delayed' and run_at < now() - interval '5 seconds')
       union all
       select 'a transaction has been ' || state || ' since ' || xact_start || ': ' || left(query, 100) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%' and state_change < now() - interval '${OLD_TRANSACTION}'
       union all
       select 'a statement has waited for a lock since ' || query_start || ': ' || left(query, 100) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query_start < now() - interval '${OLD_TRANSACTION}'
       union all
       select 'an event has not been told' from core.event_outbox`,
    );
    return rows.map(({ what }) => what);
  });
  return [...inDatabase, ...(await healthFaults(platform))];
}

/** Which processes are not well. */
async function healthFaults(platform: FaultPlatform): Promise<readonly string[]> {
  const asked = platform.nodes.map(async ({ process }): Promise<string[]> => {
    try {
      const { status, body } = await platform.client.once(process.address, 'GET', '/readyz');
      return status === 200 ? [] : [`${process.name} says that it is not ready: ${JSON.stringify(body)}`];
    } catch (error) {
      return [`${process.name} does not answer: ${String(error)}`];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** Where the catalog and a source differ after a scan that nothing disturbed. */
export async function checkCatalog(
  platform: FaultPlatform,
  sourceId: string,
  tables: SourceTables,
): Promise<readonly string[]> {
  const recorded = await platform.look(async (client) => {
    const { rows } = await client.query<{ name: string; columns: string[]; rows: number | null }>(
      `select a.path[array_length(a.path, 1)] as name, a.row_count::int as rows, array(select c.name from catalog.columns c where c.asset_id = a.id order by c.ordinal) as columns
       from catalog.assets a where a.source_id = $1 and a.retired_at is null`,
      [sourceId],
    );
    return new Map(rows.map((row) => [row.name, row]));
  });
  const missing = [...tables.keys()].filter((name) => !recorded.has(name));
  const surplus = [...recorded.keys()].filter((name) => !tables.has(name));
  const different = [...tables].filter(
    ([name, { columns }]) => recorded.has(name) && recorded.get(name)?.columns.join() !== columns.join(),
  );
  const miscounted = [...tables].filter(
    ([name, { rows }]) => recorded.has(name) && recorded.get(name)?.rows !== rows,
  );
  return [
    ...missing.map((name) => `the source has ${name} and the catalog does not`),
    ...surplus.map((name) => `the catalog has ${name} and the source does not`),
    ...different.map(
      ([name, { columns }]) =>
        `${name} has the columns ${columns.join()} and in the catalog ${recorded.get(name)?.columns.join()}`,
    ),
    ...miscounted.map(
      ([name, { rows }]) => `${name} has ${rows} rows and in the catalog ${recorded.get(name)?.rows}`,
    ),
  ];
}
