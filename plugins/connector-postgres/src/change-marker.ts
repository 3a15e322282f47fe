import { createHash } from 'node:crypto';
import type { ChangeMarker } from '@datawave/plugin-sdk';
import type { TextRow } from './postgres-connection.ts';

/**
 * Seconds within which a session may still keep counts of what it wrote to itself: it reports them at once or, when it reported
 * others less than a second before, once it has been idle for ten (PGSTAT_MIN_INTERVAL, PGSTAT_IDLE_INTERVAL of pgstat.c).
 */
const UNREPORTED_SECONDS = 11;

/**
 * Whether all that was written is counted, and since when counts are kept: a crash resets them, and a restart of any kind makes
 * the mark another one. Not sure while another session of the database is at work or was lately, or what it does is
 * hidden from this user; the connector's own sessions only read. On a standby nothing is counted.
 */
export const COUNTING = `
  SELECT (current_setting('track_counts') = 'on' AND NOT pg_is_in_recovery() AND NOT EXISTS (
      SELECT FROM pg_stat_activity a
      WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
        AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
        AND NOT (a.usename = current_user AND a.application_name = 'datawave connector')
        AND (a.state IS DISTINCT FROM 'idle' OR a.state_change > clock_timestamp() - interval '${UNREPORTED_SECONDS} seconds')
    ))::text,
    concat_ws('/', d.datid, date_part('epoch', pg_postmaster_start_time()), date_part('epoch', d.stats_reset), date_part('epoch', b.stats_reset))
  FROM pg_stat_database d, pg_stat_bgwriter b
  WHERE d.datname = current_database()`;

/**
 * What was written to each relation or, of a view, to those that it reads; a partitioned table's partitions are with it. Of each
 * its file, which TRUNCATE and every rewrite replace, its length, rows inserted, updated and deleted, and the words of its
 * enumerations; of a view what it computes. Not sure where somebody may be writing at this moment, where rows are
 * hidden by policies, and of views over foreign tables or with functions that answer otherwise at other times.
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
  ), locked AS MATERIALIZED (
    SELECT DISTINCT l.relation FROM pg_locks l
    WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
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
      CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) END,
      pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid), pg_stat_get_tuples_deleted(c.oid),
      (SELECT md5(string_agg(e.enumlabel, '/' ORDER BY e.oid)) FROM pg_attribute a JOIN pg_enum e ON e.enumtypid = a.atttypid WHERE a.attrelid = c.oid),
      (SELECT md5(string_agg(w.ev_action::text, '/' ORDER BY w.oid)) FROM pg_rewrite w WHERE c.relkind = 'v' AND w.ev_class = c.oid)
    ), ' ' ORDER BY c.oid),
    bool_or(c.relkind NOT IN ('r', 'm', 'p', 'v') OR c.relrowsecurity
      OR c.oid IN (SELECT l.relation FROM locked l)
      OR c.oid IN (SELECT f.ev_class FROM fickle f)
    )::text
  FROM used u JOIN pg_class c ON c.oid = u.oid
  GROUP BY u.relid`;

/** Markers by OID; none while the server cannot be sure that all that was written is counted. */
export function changeMarkers(
  counting: readonly TextRow[],
  written: readonly TextRow[],
): ReadonlyMap<string, ChangeMarker> {
  const [[isSure, since] = []] = counting;
  if (isSure !== 'true') return new Map();
  return new Map(
    written.flatMap(([oid, counts, isUnsure]): readonly (readonly [string, ChangeMarker])[] =>
      typeof oid !== 'string' || isUnsure !== 'false'
        ? []
        : [[oid, { kind: 'counter', value: digest(`${since ?? ''} ${counts ?? ''}`) }]],
    ),
  );
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
