import type pg from 'pg';
import type { Acknowledged } from './api-client.ts';

/** A question to the database whose every row is something that is wrong. */
interface Question {
  readonly wrong: string;
  readonly text: string;
}

const ENDED = `('completed', 'completed-with-errors', 'cancelled', 'failed')`;

/** Whether an asset's task, or all of its slices, went into the catalog. */
const IS_WHOLE = `(bool_and(state = 'completed') and bool_and(slice is null or result is null))`;

/** What must hold of everything that is stored, whatever happened. */
const QUESTIONS: readonly Question[] = [
  {
    wrong: 'a run has not ended',
    text: `select id::text || ' is ' || state as what from scans.runs where state not in ${ENDED}`,
  },
  {
    wrong: 'a run that has ended has tasks that have not',
    text: `select r.id::text || ' (' || r.state || ') has ' || t.name || ' ' || t.state as what from scans.runs r join scans.tasks t on t.run_id = r.id
           where r.state in ${ENDED} and t.state in ('waiting', 'queued', 'running')`,
  },
  {
    wrong: 'a run is called completed although a task was not',
    text: `select r.id::text || ': ' || t.name || ' is ' || t.state as what from scans.runs r join scans.tasks t on t.run_id = r.id
           where r.state = 'completed' and t.state not in ('completed', 'skipped')`,
  },
  {
    wrong: 'a run is called completed with errors and has none',
    text: `select r.id::text as what from scans.runs r where r.state = 'completed-with-errors' and not exists (select from scans.tasks t where t.run_id = r.id and t.state = 'failed')`,
  },
  {
    wrong: 'a run has failed without an error',
    text: `select id::text as what from scans.runs where state = 'failed' and error ->> 'code' is null`,
  },
  {
    wrong: 'a task has failed without an error',
    text: `select run_id::text || ': ' || name as what from scans.tasks where state = 'failed' and error ->> 'code' is null`,
  },
  {
    wrong: 'a task was cancelled in a run that nobody cancelled and that did not fail',
    text: `select r.id::text || ': ' || t.name as what from scans.tasks t join scans.runs r on r.id = t.run_id where t.state = 'cancelled' and r.state not in ('cancelled', 'failed')`,
  },
  {
    wrong: `a run's counters are not those of its tasks`,
    text: `select r.id::text || ' (' || r.state || ') ' || to_jsonb(c)::text || ' counted ' || jsonb_build_array(r.total, r.done, r.failed, r.skipped, r.assets, r.columns, r.sensitive_columns, r.row_count)::text as what
           from scans.runs r cross join lateral (
             select coalesce(sum(tasks), 0)::int as total, coalesce(sum(done), 0)::int as done, coalesce(sum(failed), 0)::int as failed, coalesce(sum(skipped), 0)::int as skipped,
               count(*) filter (where is_whole)::int as assets, coalesce(sum(columns) filter (where is_whole), 0)::int as columns, coalesce(sum(sensitive) filter (where is_whole), 0)::int as sensitive,
               coalesce(sum(rows), 0)::bigint as rows, coalesce(bool_or(is_whole and sensitive is null), false) as is_unknown
             from (
               select count(*) as tasks, count(finished_at) as done, count(*) filter (where state = 'failed') as failed, count(*) filter (where state = 'skipped') as skipped,
                 sum(row_count) filter (where state = 'completed') as rows, max(columns) as columns, ${IS_WHOLE} as is_whole,
                 -- What is sensitive in slices is known where they are put together, and from then on by the catalog until the next scan.
                 case when bool_or(slice is not null) then (select a.sensitive_columns from catalog.assets a where a.urn = t.urn and a.scan_id = t.run_id) else max(sensitive_columns) end as sensitive
               from scans.tasks t where t.run_id = r.id group by t.run_id, t.urn, case when t.urn is null then t.id end) asset) c
           where (r.total, r.done, r.failed, r.skipped, r.assets, r.columns, r.row_count) is distinct from (c.total, c.done, c.failed, c.skipped, c.assets, c.columns, c.rows)
             or (not c.is_unknown and r.sensitive_columns is distinct from c.sensitive)`,
  },
  {
    wrong: 'the slices of an asset are not there once each',
    text: `select name || ' in ' || run_id || ' has ' || count(*) || ' of ' || max((slice ->> 'count')::int) as what from scans.tasks where slice is not null
           group by run_id, urn, name having count(*) <> count(distinct slice_index) or count(*) <> max((slice ->> 'count')::int) or min((slice ->> 'count')::int) <> max((slice ->> 'count')::int)`,
  },
  {
    wrong: 'an asset was recorded of which a slice was not read',
    text: `select a.urn as what from catalog.assets a join scans.tasks t on t.run_id = a.scan_id and t.urn = a.urn where t.slice is not null and t.state <> 'completed'`,
  },
  {
    wrong: 'an asset does not have the rows of its slices',
    text: `select a.urn || ' has ' || a.sampled_rows || ' and they have ' || sum(t.row_count) as what from catalog.assets a
           join scans.tasks t on t.run_id = a.scan_id and t.urn = a.urn where t.slice is not null group by a.id, a.urn, a.sampled_rows having sum(t.row_count) <> a.sampled_rows`,
  },
  {
    wrong: 'a transition does not begin where the one before it ended',
    text: `select run_id::text || ': ' || coalesce(from_state, '-') || ' after ' || coalesce(before, '-') as what from (
             select run_id, from_state, lag(to_state) over (partition by run_id order by id) as before from scans.transitions) t where from_state is distinct from before`,
  },
  {
    wrong: 'the last transition of a run is not its state',
    text: `select r.id::text || ' is ' || r.state as what from scans.runs r where r.state is distinct from (select to_state from scans.transitions t where t.run_id = r.id order by id desc limit 1)`,
  },
  {
    wrong: 'the end of a task was told more or less than once',
    text: `select t.name || ' (' || t.state || ') told ' || count(e.sequence) || ' times' as what from scans.tasks t
           left join core.events e on e.type = 'scans.task.ended' and e.data ->> 'taskId' = t.id::text
           where t.state = 'completed' group by t.id, t.name, t.state having count(e.sequence) <> 1`,
  },
  {
    wrong: 'the end of a run was told more or less than once',
    text: `select r.id::text || ' told ' || count(e.sequence) || ' times' as what from scans.runs r
           left join core.events e on e.type = 'scans.run.' || r.state and e.subject = r.id::text
           where r.state in ${ENDED} group by r.id having count(e.sequence) <> 1`,
  },
  {
    wrong: 'a completed task left nothing in the catalog',
    text: `select t.name as what from scans.tasks t where t.state = 'completed' and not exists (select from catalog.assets a where a.urn = t.urn)
             -- Slices are put together once all of them are there.
             and (t.slice is null or (t.result is null and not exists (select from scans.tasks o where o.run_id = t.run_id and o.urn = t.urn and o.state <> 'completed')))`,
  },
  {
    wrong: 'the catalog holds an asset that no task completed',
    text: `select a.urn as what from catalog.assets a where not exists (select from scans.tasks t where t.urn = a.urn and t.run_id = a.scan_id and t.state = 'completed')`,
  },
  {
    wrong: 'an asset has more versions than results, or a gap between them',
    text: `select a.urn || ' is version ' || a.version || ' with ' || v.count || ' versions of ' || t.count || ' results' as what from catalog.assets a
           cross join lateral (select count(*)::int as count, coalesce(max(version), 0) as last from catalog.asset_versions v where v.asset_id = a.id) v
           cross join lateral (select count(distinct t.run_id)::int as count from scans.tasks t where t.urn = a.urn and t.state = 'completed') t
           where v.count <> a.version or v.last <> a.version or a.version > t.count`,
  },
  {
    wrong: `an asset's columns are not as many as it says`,
    text: `select a.urn as what from catalog.assets a where a.column_count <> (select count(*) from catalog.columns c where c.asset_id = a.id)`,
  },
  {
    wrong: 'a violation is there twice',
    text: `select asset || ' ' || coalesce(column_name, '') || ' ' || control as what from compliance.violations group by workspace_id, framework, control, asset, column_name having count(*) > 1`,
  },
  {
    wrong: 'a violation belongs to an asset or column that the catalog does not have',
    text: `select v.asset || ' ' || coalesce(v.column_name, '') as what from compliance.violations v where v.state = 'open' and not exists (
             select from catalog.assets a where a.urn = v.asset and (v.column_name is null or exists (select from catalog.columns c where c.asset_id = a.id and c.name = v.column_name)))`,
  },
  {
    wrong: 'something of a source that was deleted was not taken away',
    text: `with gone as (select d.source_id from sources.departures d where not exists (select from sources.sources s where s.id = d.source_id))
           select 'the deletion of ' || d.source_id || ' has not ended' as what from sources.departures d where d.finished_at is null
           union all select a.urn || ' is not retired' from catalog.assets a join gone g on g.source_id = a.source_id where a.retired_at is null
           union all select s.urn || ' is remembered' from scans.asset_states s join gone g on g.source_id = s.source_id
           union all select v.asset || ' has an open violation' from compliance.violations v join gone g on g.source_id = v.source_id where v.state = 'open'`,
  },
  {
    wrong: 'a rule has more or fewer versions than it says',
    text: `select r.title || ' is version ' || r.version || ' of ' || count(v.version) as what from scan_rules.rules r left join scan_rules.rule_versions v on v.rule_id = r.id
           group by r.id, r.title, r.version having count(v.version) <> r.version or max(v.version) <> r.version`,
  },
  {
    wrong: 'a rule says something else than its last version',
    text: `select r.title as what from scan_rules.rules r join scan_rules.rule_versions v on v.rule_id = r.id and v.version = r.version where v.document <> r.document`,
  },
  {
    wrong: 'a rule is scheduled that was removed or says nothing of when, or one is not that does',
    text: `select r.title as what from scan_rules.rules r left join scan_rules.schedules s on s.rule_id = r.id
           where (s.rule_id is not null) <> (r.removed_at is null and jsonb_typeof(r.document -> 'schedule') = 'object')`,
  },
  {
    wrong: 'a run follows a version of a rule that there is not',
    text: `select r.id || ' follows ' || r.rule::text || ' of ' || coalesce((select jsonb_agg(v.version)::text from scan_rules.rule_versions v where v.rule_id = (r.rule ->> 'id')::uuid), '-') as what from scans.runs r where jsonb_typeof(r.rule) = 'object' and not exists (
             select from scan_rules.rule_versions v where v.rule_id = (r.rule ->> 'id')::uuid and v.version = (r.rule ->> 'version')::int and v.document ->> 'title' = r.rule ->> 'title')`,
  },
  {
    wrong: 'a time of a rule started a scan that there is not, or one started by a rule is of no time',
    text: `select o.id::text as what from scan_rules.outcomes o where o.outcome = 'started' and not exists (
             select from scans.runs r where r.id = o.run_id and r.source_id = o.source_id and r.rule ->> 'id' = o.rule_id::text)`,
  },
  {
    wrong: 'an event was told twice, or a number was left out',
    text: `select 'events ' || count(*) || ', ids ' || count(distinct id) || ', last number ' || max(sequence) as what from core.events having count(*) <> count(distinct id) or count(*) <> max(sequence)`,
  },
];

/** What is wrong with what is stored: each fault as a sentence. */
export async function checkRecords(client: pg.Client): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { wrong, text } of QUESTIONS) {
    const { rows } = await client.query<{ what: string }>(text);
    const [first] = rows;
    if (first !== undefined)
      faults.push(`${wrong}: ${first.what}${rows.length === 1 ? '' : ` and ${rows.length - 1} more`}`);
  }
  return faults;
}

/** Which acknowledged writes are not there. */
export async function checkAcknowledged(
  client: pg.Client,
  acknowledged: Acknowledged,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const { rows: sources } = await client.query<{ id: string; key: string }>(
    'select id::text as id, key from sources.sources',
  );
  const stored = new Map(sources.map(({ id, key }) => [id, key]));
  for (const { id, key } of acknowledged.sources) {
    const isRemoved = acknowledged.removedSources.includes(id);
    if (!isRemoved && stored.get(id) !== key)
      faults.push(`the source ${key} was acknowledged as ${id} and is not there`);
    if (isRemoved && stored.has(id))
      faults.push(`the removal of the source ${key} was acknowledged and it is there`);
  }
  const { rows: runs } = await client.query<{ id: string; state: string; reached: string[] }>(
    `select r.id::text as id, r.state, array(select to_state from scans.transitions t where t.run_id = r.id) as reached from scans.runs r`,
  );
  const byId = new Map(runs.map((run) => [run.id, run]));
  for (const run of acknowledged.scans)
    if (!byId.has(run)) faults.push(`the scan ${run} was acknowledged and is not there`);
  for (const { run, to } of acknowledged.changes) {
    const found = byId.get(run);
    if (to === 'cancelled' && found?.state !== 'cancelled')
      faults.push(`the scan ${run} was acknowledged to be cancelled and is ${found?.state ?? 'not there'}`);
    if (to === 'paused' && found?.reached.includes('paused') !== true)
      faults.push(`the scan ${run} was acknowledged to be paused and never was`);
  }
  faults.push(...(await missingRules(client, acknowledged)));
  return faults;
}

async function missingRules(
  client: pg.Client,
  { rules, removedRules }: Pick<Acknowledged, 'rules' | 'removedRules'>,
): Promise<readonly string[]> {
  const { rows: versions } = await client.query<{
    id: string;
    version: number;
    title: string;
    description: string;
  }>(
    `select rule_id::text as id, version, document ->> 'title' as title, document ->> 'description' as description from scan_rules.rule_versions`,
  );
  const { rows: removed } = await client.query<{ id: string }>(
    'select id::text as id from scan_rules.rules where removed_at is not null',
  );
  const stored = new Map(versions.map((rule) => [`${rule.id} ${rule.version}`, rule]));
  const gone = new Set(removed.map(({ id }) => id));
  const lost = rules.filter(({ id, version, title, description }) => {
    const found = stored.get(`${id} ${version}`);
    return found?.title !== title || found.description !== description;
  });
  return [
    ...lost.map(
      ({ title, version, description }) =>
        `version ${version} of the rule "${title}" was acknowledged, ${description || 'without description'}, and is not there`,
    ),
    ...removedRules
      .filter((id) => !gone.has(id))
      .map((id) => `the removal of the rule ${id} was acknowledged and it is there`),
  ];
}
