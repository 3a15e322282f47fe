import { DataWaveError } from '@datawave/plugin-sdk';
import { bareSql, isRefused } from '../statement-guard.ts';

/**
 * What the statements of an isolated plugin may begin with. The extended protocol takes one statement a message, so what it begins with is what
 * it is; anything else than rows is not its to touch, whatever its role could.
 */
const ROWS =
  /^[\s(]*(?:select|with|values|table|insert|update|delete|merge|savepoint|release|rollback\s+to|set\s+constraints|set\s+local\s+(?:lock_timeout|jit|plan_cache_mode|enable_\w+))\b/i;

/** What its migrations may begin with: tables and what belongs to them, and their rows. Nothing that runs by itself later, such as functions. */
const TABLES =
  /^[\s(]*(?:create\s+(?:or\s+replace\s+)?(?:table|(?:unique\s+)?index|view|type|sequence|domain|policy|statistics)\b|(?:alter|drop)\s+(?:table|index|view|type|sequence|domain|policy|statistics)\b|comment\s+on\s+(?:table|column|index|view|type|sequence|domain|policy|constraint)\b|truncate\b|select\b|with\b|values\b|insert\b|update\b|delete\b|merge\b)/i;

/**
 * Functions of PostgreSQL's own that everybody may call and that reach beyond rows: locks and notifications of the whole database, large objects,
 * files, other sessions, settings, and those that run a text as SQL or wait.
 */
const REACHING =
  /\b(?:pg_(?:try_)?advisory\w*|pg_notify|lo_(?:creat|create|open|close|export|import|get|put|from_bytea|lseek|lseek64|tell|tell64|truncate|truncate64|unlink)|loread|lowrite|set_config|pg_sleep\w*|pg_(?:cancel|terminate)_backend|pg_log_backend_memory_contexts|pg_logical_emit_message|pg_export_snapshot|pg_read_\w+|pg_ls_\w+|pg_stat_file|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|(?:query|cursor|table|schema|database)_to_xml\w*|ts_stat|ts_rewrite|dblink\w*|pg_settings|pg_temp\w*|pg_stat_\w+|pg_largeobject\w*|file_fdw|postgres_fdw)\b/i;

/** Whether an isolated plugin may send this. A first line: what its roles may do is what holds. @throws DataWaveError DW_STORAGE_STATEMENT_REFUSED */
export function checkRows(text: string): void {
  if (isCutShort(text) || !ROWS.test(bareSql(text)) || reaches(text) || isRefused(text))
    throw refused('A statement', 'Read and write rows of your own tables; all else belongs to migrations.');
}

/** Whether a migration of an isolated plugin may hold this. @throws DataWaveError DW_STORAGE_STATEMENT_REFUSED */
export function checkTables(text: string): void {
  if (isCutShort(text) || !TABLES.test(bareSql(text)) || reaches(text))
    throw refused(
      'A statement of a migration',
      'Make tables, indexes, views, types, sequences and policies, one statement each, and fill them. Functions, triggers, rules, extensions and rights are not for isolated plugins.',
    );
}

/** Of a definition as PostgreSQL writes it: what it calls that reaches beyond rows; null when nothing. */
export const reachOf = (definition: string): string | null => REACHING.exec(bareSql(definition))?.[0] ?? null;

/** The server would read no further than that, and we would. */
const isCutShort = (text: string): boolean => text.includes('\0');

/** Escapes in a name are not decoded, so that none is let through. */
const reaches = (text: string): boolean => {
  const bare = bareSql(text);
  return REACHING.test(bare) || /u&\s*"/i.test(bare);
};

const refused = (what: string, hint: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_STATEMENT_REFUSED',
    message: `${what} of an isolated plugin tried more than an isolated plugin may.`,
    hint,
    status: 403,
  });
