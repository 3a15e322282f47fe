/** Which of the servers that speak the same protocol answered; they differ in settings and in what the catalog keeps. */
export interface MysqlFlavour {
  readonly isMariadb: boolean;
  /** Product and version for people: `MySQL 8.4.2`. */
  readonly title: string;
  /** Whether the catalog answers from statistics that may be a day old unless it is told not to (MySQL 8). */
  readonly hasOldStatistics: boolean;
}

/** Reads what `SELECT version()` answers. */
export function readFlavour(version: string): MysqlFlavour {
  const isMariadb = /mariadb/i.test(version);
  // MariaDB puts a version before its own that old replicas accept.
  const number = /^\d[\d.]*\d/.exec(isMariadb ? version.replace(/^5\.5\.5-/, '') : version)?.[0] ?? version;
  return {
    isMariadb,
    title: `${isMariadb ? 'MariaDB' : 'MySQL'} ${number}`,
    hasOldStatistics: !isMariadb && Number.parseInt(version, 10) >= 8,
  };
}

/** Has the server end statements that take longer. MySQL counts milliseconds, MariaDB seconds; zero means none in both. */
export function statementTimeout({ isMariadb }: MysqlFlavour, timeoutMs: number): string {
  const milliseconds = Number.isFinite(timeoutMs) ? Math.max(1, Math.round(timeoutMs)) : 0;
  return isMariadb
    ? `SET SESSION max_statement_time = ${milliseconds / 1000}`
    : `SET SESSION max_execution_time = ${milliseconds}`;
}

/**
 * When the server started, exactly: both numbers are taken at the beginning of the statement. What it knows of commits it
 * knows since then.
 */
export const startedStatement = ({ isMariadb }: MysqlFlavour): string =>
  isMariadb
    ? "SELECT CAST(UNIX_TIMESTAMP() - variable_value AS CHAR) FROM information_schema.global_status WHERE variable_name = 'UPTIME'"
    : "SELECT CAST(UNIX_TIMESTAMP() - variable_value AS CHAR) FROM performance_schema.global_status WHERE variable_name = 'Uptime'";
