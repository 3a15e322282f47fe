import { createHash } from 'node:crypto';
import type { ChangeMarker } from '@datawave/plugin-sdk';
import type { TextRow } from '@datawave/plugin-sdk/connector';

/**
 * From here on counts of what was written are kept in shared memory. Before, sessions sent them to a collector, which could lose
 * them and told them late, and one that went idle could keep its last ones for as long as it was connected.
 */
const SHARED_COUNTS = 150_000;
/**
 * Seconds after which a session that is idle has counted what it wrote: it does so at once or, when it counted others less than a
 * second before, after ten (PGSTAT_MIN_INTERVAL, PGSTAT_IDLE_INTERVAL of pgstat.c).
 */
const IDLE_SECONDS = 11;
/** Seconds for which a session that is at work keeps counts to itself at most, each time it ends a statement (PGSTAT_MAX_INTERVAL). */
const KEPT_SECONDS = 61;
/** A mark tells what was written until so many seconds ago; a session that has been at work for longer may hold back more. */
const MOST_LAG_SECONDS = 900;

/** How far the log was written or, on a standby, replayed. Asked in a transaction before the others. */
export const POSITION = `
  SELECT pg_is_in_recovery()::text,
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END::text,
    date_part('epoch', pg_postmaster_start_time())::text`;

/**
 * Whether writes are counted, since when (a crash resets counts, and a restart of any kind makes the mark another one), how
 * many sessions hide what they do from this user, the time, when the session that has been at work for longest began, and
 * whether nobody is writing. The connector's own sessions only read.
 */
export const COUNTING = `
  WITH others AS (
    SELECT CASE WHEN a.state = 'idle' THEN a.state_change ELSE least(a.xact_start, a.query_start) END AS began,
      a.state = 'idle' AND a.state_change < clock_timestamp() - interval '${IDLE_SECONDS} seconds' AS rests,
      a.state IS NOT DISTINCT FROM 'starting' OR (a.state IS NULL AND a.backend_type IS NOT DISTINCT FROM 'client backend') AS starts
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
      AND NOT (a.usename = current_user AND a.application_name = 'datawave connector')
  )
  SELECT (current_setting('track_counts') = 'on')::text,
    concat_ws('/', d.datid, date_part('epoch', pg_postmaster_start_time()), date_part('epoch', d.stats_reset), date_part('epoch', b.stats_reset)),
    (SELECT count(*) FROM others o WHERE o.began IS NULL AND NOT o.starts)::text,
    date_part('epoch', clock_timestamp())::text,
    (SELECT date_part('epoch', min(o.began)) FROM others o WHERE NOT o.starts AND o.rests IS NOT TRUE)::text,
    (txid_snapshot_xmin(txid_current_snapshot()) = txid_snapshot_xmax(txid_current_snapshot()))::text
  FROM pg_stat_database d, pg_stat_bgwriter b
  WHERE d.datname = current_database()`;

/**
 * What was written to each relation or, of a view, to those that it reads; a partitioned table's partitions are with it. Of each
 * its file, which TRUNCATE and every rewrite replace, rows inserted, updated and deleted, and the words of its
 * enumerations; of a view what it computes. Then what keeps its content from being told by that, and whether it is in no log.
 */
export const WRITTEN = `
  WITH RECURSIVE used(relid, oid) AS (
    SELECT r.relid, r.relid FROM unnest($1::oid[]) AS r(relid)
    UNION
    SELECT u.relid, n.oid FROM used u JOIN pg_class k ON k.oid = u.oid CROSS JOIN LATERAL (
      SELECT d.refobjid AS oid FROM pg_rewrite w
        JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
      WHERE k.relkind = 'v' AND w.ev_class = k.oid AND w.ev_type = '1'
      UNION ALL
      SELECT t.relid::oid FROM pg_partition_tree(k.oid) t WHERE k.relkind = 'p'
      UNION ALL
      SELECT i.inhrelid FROM pg_inherits i WHERE k.relkind = 'r' AND i.inhparent = k.oid
    ) n
  ), fickle AS MATERIALIZED (
    SELECT w.ev_class FROM (SELECT DISTINCT k.oid FROM used u JOIN pg_class k ON k.oid = u.oid WHERE k.relkind = 'v') v JOIN pg_rewrite w ON w.ev_class = v.oid
    WHERE w.ev_action::text ~ '\\{(SQLVALUEFUNCTION|NEXTVALUEEXPR|TABLESAMPLECLAUSE|XMLEXPR)\\M'
      OR EXISTS (SELECT FROM regexp_matches(w.ev_action::text, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)', 'g') AS m
        JOIN pg_proc p ON p.oid = m[1]::oid WHERE p.provolatile <> 'i')
      OR EXISTS (SELECT FROM regexp_matches(w.ev_action::text, ':opno (\\d+)', 'g') AS m
        JOIN pg_operator o ON o.oid = m[1]::oid JOIN pg_proc p ON p.oid = o.oprcode WHERE p.provolatile <> 'i')
  )
  SELECT u.relid::text,
    string_agg(concat_ws('.', c.oid, c.relfilenode,
      pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid), pg_stat_get_tuples_deleted(c.oid),
      (SELECT md5(string_agg(e.enumlabel, '/' ORDER BY e.oid)) FROM pg_attribute a JOIN pg_enum e ON e.enumtypid = a.atttypid WHERE a.attrelid = c.oid),
      (SELECT md5(string_agg(w.ev_action::text, '/' ORDER BY w.oid)) FROM pg_rewrite w WHERE c.relkind = 'v' AND w.ev_class = c.oid)
    ), ' ' ORDER BY c.oid),
    CASE WHEN bool_or(c.relkind NOT IN ('r', 'm', 'p', 'v')) THEN 'it reads what lies elsewhere'
      WHEN bool_or(c.relrowsecurity) THEN 'policies decide which of its rows are seen'
      WHEN bool_or(c.oid IN (SELECT f.ev_class FROM fickle f)) THEN 'it calls functions that answer otherwise at other times'
    END,
    bool_or(c.relpersistence <> 'p')::text
  FROM used u JOIN pg_class c ON c.oid = u.oid
  GROUP BY u.relid`;

/** What is known of a relation's content: a mark of it, or why there is none. */
export type Marked = { readonly changeMarker: ChangeMarker } | { readonly unmarked: string };

/** The answers to {@link POSITION}, {@link COUNTING} and {@link WRITTEN}, asked in this order. */
export interface WrittenFacts {
  readonly serverVersion: number;
  readonly position: readonly TextRow[];
  readonly counting: readonly TextRow[];
  readonly written: readonly TextRow[];
}

/** Marks by OID: by counts where the server can be trusted to keep them, else by how far its log has been written. */
export function changeMarkers(facts: WrittenFacts): ReadonlyMap<string, Marked> {
  const isStandby = facts.position[0]?.[0] === 'true';
  const mark =
    isStandby || facts.serverVersion < SHARED_COUNTS ? markByLog(facts, isStandby) : markByCounts(facts);
  return new Map(
    facts.written.flatMap(([oid, counts = null, hindrance = null, isUnlogged]) => {
      if (typeof oid !== 'string') return [];
      const marked: Marked =
        hindrance === null ? mark(counts ?? '', isUnlogged === 'true') : { unmarked: hindrance };
      return [[oid, marked] as const];
    }),
  );
}

type Mark = (counts: string, isUnlogged: boolean) => Marked;
const noMark =
  (unmarked: string): Mark =>
  () => ({ unmarked });

/**
 * A transaction counts what it wrote after it has ended, so that on a server that is busy the counts are those of a moment ago.
 * None is lost but by a crash, which resets all: what is missing from a mark is in the next one.
 */
function markByCounts({ counting }: WrittenFacts): Mark {
  const [[isOn, since, hidden, now, began] = []] = counting;
  if (isOn !== 'true') return noMark('the server counts no writes, because track_counts is off');
  if (hidden !== '0')
    return noMark('what other sessions do is hidden from the user, who lacks the role pg_read_all_stats');
  const asOf = typeof began === 'string' ? Number(began) - KEPT_SECONDS : null;
  if (asOf !== null && Number(now) - asOf > MOST_LAG_SECONDS)
    return noMark(
      `a session has been at work since ${timeText(Number(began)).slice(0, 16).replace('T', ' ')} UTC and may not have counted what it wrote`,
    );
  return (counts) => ({
    changeMarker: {
      kind: 'counter',
      value: digest(`${since ?? ''} ${counts}`),
      ...(asOf === null ? {} : { asOf: timeText(asOf) }),
    },
  });
}

/** Nothing can be written without the log going on, so that a mark is the same only while nobody writes to the whole server. */
function markByLog({ position, counting }: WrittenFacts, isStandby: boolean): Mark {
  const [[, lsn, started] = []] = position;
  // Written already, but not seen yet: a transaction that waits for its standbys.
  if (counting[0]?.[5] !== 'true') return noMark('others are writing to the server at this moment');
  if (typeof lsn !== 'string') return noMark('the server does not tell how far its log has been written');
  const which = isStandby ? 'standby' : 'primary';
  return (_counts, isUnlogged) =>
    isUnlogged
      ? { unmarked: 'it is unlogged, and the server cannot be trusted to count writes' }
      : { changeMarker: { kind: 'log-position', value: digest(`${which} ${started ?? ''} ${lsn}`) } };
}

const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString();
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
