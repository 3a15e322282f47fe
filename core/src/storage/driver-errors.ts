import { DataWaveError } from '@datawave/plugin-sdk';

/** What PostgreSQL and its driver say about an error, without the values that their messages may hold. */
export interface DriverFault {
  /** SQLSTATE such as 23505, or the system's code such as ECONNREFUSED. */
  readonly sqlState: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly column: string | null;
  readonly constraint: string | null;
}

const text = (error: Error, name: string): string | null => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Reads the driver's error out of whatever wraps it; null when there is none. */
export function driverFault(error: unknown): DriverFault | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = text(at, 'code');
    if (code !== null && (/^[0-9A-Z]{5}$/.test(code) || /^E[A-Z_]+$/.test(code))) {
      return {
        sqlState: code,
        schema: text(at, 'schema'),
        table: text(at, 'table'),
        column: text(at, 'column'),
        constraint: text(at, 'constraint'),
      };
    }
  }
  return null;
}

const LOST = /^(08|57P)|^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/;
const LOST_MESSAGE =
  /Connection terminated|connection is closed|Client has encountered a connection error|not queryable|server closed the connection|Client was closed/i;

/** Whether an error means that the connection is gone or could not be made, not that the statement was wrong. */
export function isConnectionLoss(error: unknown): boolean {
  const fault = driverFault(error);
  if (fault && (LOST.test(fault.sqlState) || isMissingSocket(error))) return true;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (LOST_MESSAGE.test(at.message)) return true;
  }
  return false;
}

/** A server that is down has no socket; a file that is missing says nothing of it. */
function isMissingSocket(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (text(at, 'code') === 'ENOENT') return text(at, 'syscall') === 'connect';
  }
  return false;
}

/** A copy of the driver's error that is safe to log: its code and the names it gives, never its message or detail. */
export class DriverError extends Error {
  readonly sqlState: string;
  readonly constraint: string | null;
  readonly table: string | null;

  constructor(fault: DriverFault) {
    super(`PostgreSQL reported ${fault.sqlState}`);
    this.name = 'DriverError';
    this.sqlState = fault.sqlState;
    this.constraint = fault.constraint;
    this.table = fault.table;
  }
}

/** The SQLSTATE that a storage error was made from; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof DriverError) return at.sqlState;
  }
  return driverFault(error)?.sqlState ?? null;
}

/** Whether the database has chosen this statement to give way: in a deadlock, or where order cannot be made otherwise. */
export const isCollision = (error: unknown): boolean => /^40(001|P01)$/.test(sqlStateOf(error) ?? '');

/** Whether a prepared statement is refused because it would answer other columns than when it was prepared. */
export const isOutdated = (error: unknown): boolean => sqlStateOf(error) === '0A000';

type Meaning = {
  readonly code: string;
  readonly status?: number;
  readonly say: (thing: string, fault: DriverFault) => string;
  readonly hint?: string;
};

const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^23505$/,
    {
      code: 'DW_STORAGE_DUPLICATE',
      status: 409,
      say: (thing, fault) =>
        `A row like this already exists in ${thing}${fault.constraint ? ` (${fault.constraint})` : ''}.`,
    },
  ],
  [
    /^23503$/,
    {
      code: 'DW_STORAGE_REFERENCE',
      status: 409,
      say: (thing, fault) =>
        `A row of ${thing} refers to one that does not exist, or is still referred to${fault.constraint ? ` (${fault.constraint})` : ''}.`,
    },
  ],
  [
    /^23/,
    {
      code: 'DW_STORAGE_CONSTRAINT',
      say: (thing, fault) =>
        `A value for ${thing}${fault.column ? `, column ${fault.column},` : ''} breaks ${fault.constraint ?? 'a constraint'}.`,
    },
  ],
  [
    /^42501$/,
    {
      code: 'DW_STORAGE_DENIED',
      status: 403,
      say: (thing) =>
        `The database refused access to ${thing}: another workspace's row, or a table that is not the plugin's own.`,
    },
  ],
  [
    /^40(001|P01)$/,
    {
      code: 'DW_STORAGE_CONFLICT',
      status: 409,
      say: () => 'The transaction collided with another one and was rolled back.',
      hint: 'Run it again.',
    },
  ],
  [
    /^55P03$/,
    {
      code: 'DW_STORAGE_CONFLICT',
      status: 409,
      say: () => 'A row is locked by another transaction.',
      hint: 'Run it again.',
    },
  ],
  [/^57014$/, { code: 'DW_STORAGE_ABORTED', status: 503, say: () => 'The statement was cancelled.' }],
  [
    /^25P0[23]$/,
    {
      code: 'DW_STORAGE_TRANSACTION_FAILED',
      say: () => 'An earlier statement of the transaction failed, or it was left idle too long.',
    },
  ],
  [
    /^53/,
    {
      code: 'DW_STORAGE_UNAVAILABLE',
      status: 503,
      say: () => 'The database has run out of connections, memory or disk space.',
      hint: 'Raise its limits, or lower storage.poolSize.',
    },
  ],
];

/**
 * Turns an error of the driver or of MikroORM into ours. The message names tables and constraints, never values;
 * the cause keeps the SQLSTATE. Errors that come from elsewhere are returned as they are.
 */
export function mapDriverError(error: unknown): unknown {
  if (DataWaveError.is(error)) return error;
  if (isConnectionLoss(error)) {
    const fault = driverFault(error);
    return new DataWaveError({
      code: 'DW_STORAGE_UNAVAILABLE',
      status: 503,
      message: 'The database cannot be reached, or the connection to it was lost.',
      hint: 'It is tried again with the next piece of work; if this goes on, look at the database server.',
      cause: fault ? new DriverError(fault) : undefined,
    });
  }
  if (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message)) {
    return new DataWaveError({
      code: 'DW_STORAGE_BUSY',
      status: 503,
      message: 'All database connections of this process have been busy for too long.',
      hint: 'Raise storage.poolSize, or look for transactions that wait on something other than the database.',
    });
  }
  const fault = driverFault(error);
  if (!fault || !/^[0-9A-Z]{5}$/.test(fault.sqlState)) return error;
  const thing = fault.table ? [fault.schema, fault.table].filter(Boolean).join('.') : 'the database';
  const cause = new DriverError(fault);
  for (const [pattern, meaning] of MEANINGS) {
    if (!pattern.test(fault.sqlState)) continue;
    return new DataWaveError({
      code: meaning.code,
      message: meaning.say(thing, fault),
      cause,
      ...(meaning.status === undefined ? {} : { status: meaning.status }),
      ...(meaning.hint === undefined ? {} : { hint: meaning.hint }),
    });
  }
  return new DataWaveError({
    code: 'DW_STORAGE_STATEMENT',
    message: `The database refused a statement with ${fault.sqlState}${describe(error)}.`,
    cause,
  });
}

/** Syntax and name errors (class 42) and raised exceptions quote what the author wrote, not what rows hold. */
function describe(error: unknown): string {
  const fault = driverFault(error);
  if (!fault?.sqlState.startsWith('42')) return '';
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (text(at, 'severity') !== null) return `: ${at.message.slice(0, 300)}`;
  }
  return '';
}
