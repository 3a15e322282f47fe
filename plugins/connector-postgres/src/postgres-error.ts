import { DataWaveError } from '@datawave/plugin-sdk';
import {
  addressLabel,
  type DatabaseAddress,
  sourceError,
  systemErrorCode,
} from '@datawave/plugin-sdk/connector';

/** SQLSTATE of an error that the server sent; null for others. */
export const sqlState = (error: unknown): string | null => {
  const code = systemErrorCode(error);
  return code !== null && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : null;
};

const TLS_ERROR =
  /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL)/;

/** Whether the server answered that it speaks no TLS. */
export const isTlsRefusal = (error: unknown): boolean =>
  error instanceof Error && error.message === 'The server does not support SSL connections';

/** What went wrong while connecting. A server's own words are not passed on. */
export function connectError(error: unknown, address: DatabaseAddress, database: string): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const where = addressLabel(address);
  const state = sqlState(error);
  const code = systemErrorCode(error) ?? '';
  const text = error instanceof Error ? error.message : '';
  if (isTlsRefusal(error))
    return sourceError(
      'DW_SOURCE_TLS',
      `${where} does not speak TLS.`,
      'Set TLS to "prefer" or "disable", or switch ssl on in the server.',
    );
  if (TLS_ERROR.test(code) || /establishing an SSL connection|SSL routines|TLS/.test(text)) {
    return sourceError(
      'DW_SOURCE_TLS',
      `TLS with ${where} failed (${code === '' ? 'handshake' : code}).`,
      "Check the certificate authority and the host name in the server's certificate, or choose a laxer TLS mode.",
    );
  }
  if (state === '28000' && /no encryption|SSL off/.test(text))
    return sourceError(
      'DW_SOURCE_TLS',
      `${where} accepts this user only with TLS.`,
      'Set TLS to "require" or stricter.',
    );
  if (state === '28P01' || state === '28000' || /password|SASL|SCRAM/i.test(text))
    return sourceError(
      'DW_SOURCE_AUTHENTICATION',
      `${where} refused the sign-in.`,
      'Check user and password, and the entry in pg_hba.conf.',
    );
  if (state === '3D000')
    return sourceError(
      'DW_SOURCE_NOT_FOUND',
      `There is no database "${database}" on ${where}.`,
      'Check the name of the database.',
    );
  if (state === '42501')
    return sourceError(
      'DW_SOURCE_AUTHENTICATION',
      `The user may not connect to the database "${database}" on ${where}.`,
      'Grant CONNECT on the database.',
    );
  if (state === '53300')
    return sourceError(
      'DW_SOURCE_UNREACHABLE',
      `${where} has no free connection.`,
      'Lower poolSize, or raise max_connections in the server.',
    );
  if (state !== null)
    return sourceError(
      'DW_SOURCE_UNREACHABLE',
      `${where} refused the connection (SQLSTATE ${state}).`,
      'See the log of the server.',
    );
  return sourceError(
    'DW_SOURCE_UNREACHABLE',
    `The connection to ${where} broke off.`,
    'Check that a PostgreSQL server listens there and runs.',
  );
}

/** What went wrong while an asset was read. */
export function queryError(error: unknown, label: string): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const state = sqlState(error);
  switch (state) {
    case null:
    case '57P01':
    case '57P02':
    case '57P03':
      return sourceError(
        'DW_SOURCE_UNREACHABLE',
        `The connection broke off while ${label} was read.`,
        'Check that the server runs, and scan again.',
      );
    case '42501':
      return sourceError(
        'DW_SOURCE_PERMISSION',
        `The user may not read ${label}.`,
        'Grant SELECT on it and USAGE on its schema.',
      );
    case '42P01':
    case '3F000':
      return sourceError(
        'DW_SOURCE_ASSET_MISSING',
        `${label}, or a table that it is made of, does not exist any more.`,
        'Discover the source again.',
      );
    case '42703':
      return sourceError(
        'DW_SOURCE_CHANGED',
        `${label} has lost a column since it was discovered.`,
        'Discover the source again.',
      );
    case '57014':
    case '55P03':
    case '25P03':
      return sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${label} took longer than it may.`,
        'Raise the time-out, sample fewer rows, or exclude it; something may hold a lock on it.',
      );
    default:
      return sourceError(
        'DW_SOURCE_QUERY',
        `Reading ${label} failed in the server (SQLSTATE ${state}).`,
        'Select from it by hand to see why; a view may divide by zero or call what is gone.',
      );
  }
}
