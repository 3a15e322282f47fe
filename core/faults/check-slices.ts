import type { FaultPlatform } from './fault-platform.ts';
import type { SourceTables } from './source-tables.ts';

/** What the slices of a large table came to, in words that two scans of the same rows have in common. */
export type MergedTables = ReadonlyMap<string, string>;

/** The tables that a scan read in slices and put together, as the catalog has them; none that were scanned since. */
export async function mergedTables(platform: FaultPlatform, run: string): Promise<MergedTables> {
  return platform.look(async (client) => {
    const { rows } = await client.query<{ name: string; told: string }>(
      `select a.path[array_length(a.path, 1)] as name, jsonb_build_object('rows', a.row_count, 'read', a.sampled_rows, 'columns', (
           select jsonb_agg(jsonb_build_array(c.name, c.info_type, c.sensitivity, c.profile -> 'nullCount', c.profile -> 'distinctCount', c.profile #> '{length,min}', c.profile #> '{length,max}') order by c.ordinal)
           from catalog.columns c where c.asset_id = a.id))::text as told
       from catalog.assets a where a.scan_id = $1::uuid
         and exists (select from scans.tasks t where t.run_id = a.scan_id and t.urn = a.urn and t.slice is not null)`,
      [run],
    );
    return new Map(rows.map(({ name, told }) => [name, told]));
  });
}

/** Where a disturbed scan put slices together to something else than an undisturbed one of the same rows. */
export function compareMerged(disturbed: MergedTables, undisturbed: MergedTables): readonly string[] {
  return [...disturbed].flatMap(([name, told]) => {
    const expected = undisturbed.get(name);
    return told === expected
      ? []
      : [`the slices of ${name} came to ${told} and, undisturbed, to ${expected ?? 'nothing'}`];
  });
}

/** Which of the tables that take up megabytes were not read in slices, or not every row of them once. */
export async function checkSliced(
  platform: FaultPlatform,
  run: string,
  tables: SourceTables,
  large: readonly string[],
): Promise<readonly string[]> {
  const sliced = await platform.look(async (client) => {
    const { rows } = await client.query<{ name: string; slices: number; rows: number }>(
      `select asset #>> array['path', (jsonb_array_length(asset -> 'path') - 1)::text] as name, count(*)::int as slices, coalesce(sum(row_count), 0)::int as rows
       from scans.tasks where run_id = $1::uuid and slice is not null group by urn, 1`,
      [run],
    );
    return new Map(rows.map((row) => [row.name, row]));
  });
  return large.flatMap((name) => {
    const expected = tables.get(name);
    const found = sliced.get(name);
    if (expected === undefined) return [];
    if (found === undefined || found.slices < 2) return [`${name} was not read in slices`];
    return found.rows === expected.rows
      ? []
      : [
          `the ${found.slices} slices of ${name} have ${found.rows} rows together, and it has ${expected.rows}`,
        ];
  });
}
