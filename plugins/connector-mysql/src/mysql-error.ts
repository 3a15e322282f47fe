import { DataWaveError } from '@datawave/plugin-sdk';
import {
  addressLabel,
  type DatabaseAddress,
  sourceError,
  systemErrorCode,
} from '@datawave/plugin-sdk/connector';

/** Number of an error that the server sent; null for others. */
const serverErrorNumber = (error: unknown): number | null =>
  error instanceof Error &&
  'errno' in error &&
  typeof error.errno === 'number' &&
  error.errno >= 1000 &&
  error.errno < 10_000
    ? error.errno
    : null;

const TLS_ERROR =
  /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|ERR_OSSL|HANDSHAKE_SSL_ERROR)/;

/** Whether the server offered no TLS. */
export const isTlsRefusal = (error: unknown): boolean =>
  systemErrorCode(error) === 'HANDSHAKE_NO_SSL_SUPPORT';

/** Error numbers of MySQL and MariaDB, by what they mean here. */
const NUMBERS = {
  authentication: [1045, 1698, 1251, 1130, 1820, 1862, 3118, 4151],
  noDatabase: [1049],
  databaseDenied: [1044],
  full: [1040, 1203, 1226],
  needsTls: [3159],
  permission: [1142, 1143, 1227, 1370, 1345],
  missing: [1146, 1109],
  changed: [1054],
  timeout: [1969, 3024, 1205, 1317, 1028],
  brokenView: [1356],
} as const;

const means = (error: unknown, what: keyof typeof NUMBERS): boolean => {
  const number = serverErrorNumber(error);
  return number !== null && NUMBERS[what].some((one) => one === number);
};

/** What went wrong while connecting. A server's own words are not passed on. */
export function connectError(
  error: unknown,
  address: DatabaseAddress,
  database: string | undefined,
): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const where = addressLabel(address);
  const code = systemErrorCode(error) ?? '';
  if (isTlsRefusal(error))
    return sourceError(
      'DW_SOURCE_TLS',
      `${where} does not speak TLS.`,
      'Set TLS to "prefer" or "disable", or set up certificates in the server.',
    );
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const tlsCode = [code, systemErrorCode(cause) ?? ''].find((one) => TLS_ERROR.test(one));
  if (tlsCode !== undefined)
    return sourceError(
      'DW_SOURCE_TLS',
      `TLS with ${where} failed (${tlsCode}).`,
      "Check the certificate authority and the host name in the server's certificate, or choose a laxer TLS mode.",
    );
  if (means(error, 'needsTls'))
    return sourceError(
      'DW_SOURCE_TLS',
      `${where} accepts only connections with TLS.`,
      'Set TLS to "require" or stricter.',
    );
  if (means(error, 'authentication') || /^(AUTH_|ER_ACCESS)/.test(code))
    return sourceError(
      'DW_SOURCE_AUTHENTICATION',
      `${where} refused the sign-in.`,
      'Check user and password, and from which hosts the user may connect.',
    );
  if (means(error, 'noDatabase'))
    return sourceError(
      'DW_SOURCE_NOT_FOUND',
      `There is no database "${database ?? ''}" on ${where}.`,
      'Check the name of the database.',
    );
  if (means(error, 'databaseDenied'))
    return sourceError(
      'DW_SOURCE_AUTHENTICATION',
      `The user may not use the database "${database ?? ''}" on ${where}, or there is none.`,
      'Grant SELECT on it.',
    );
  if (means(error, 'full'))
    return sourceError(
      'DW_SOURCE_UNREACHABLE',
      `${where} has no free connection.`,
      'Lower poolSize, or raise max_connections in the server.',
    );
  const number = serverErrorNumber(error);
  if (number !== null)
    return sourceError(
      'DW_SOURCE_UNREACHABLE',
      `${where} refused the connection (error ${number}).`,
      'See the log of the server.',
    );
  return sourceError(
    'DW_SOURCE_UNREACHABLE',
    `The connection to ${where} broke off.`,
    'Check that a MySQL or MariaDB server listens there and runs.',
  );
}

/** What went wrong while an asset was read. */
export function queryError(error: unknown, label: string): DataWaveError {
  if (DataWaveError.is(error)) return error;
  if (means(error, 'permission'))
    return sourceError('DW_SOURCE_PERMISSION', `The user may not read ${label}.`, 'Grant SELECT on it.');
  if (means(error, 'missing'))
    return sourceError(
      'DW_SOURCE_ASSET_MISSING',
      `${label}, or a table that it is made of, does not exist any more.`,
      'Discover the source again.',
    );
  if (means(error, 'changed'))
    return sourceError(
      'DW_SOURCE_CHANGED',
      `${label} has lost a column since it was discovered.`,
      'Discover the source again.',
    );
  if (means(error, 'timeout'))
    return sourceError(
      'DW_SOURCE_TIMEOUT',
      `Reading ${label} took longer than it may.`,
      'Raise the time-out, sample fewer rows, or exclude it; something may hold a lock on it.',
    );
  if (means(error, 'brokenView'))
    return sourceError(
      'DW_SOURCE_QUERY',
      `The view ${label} refers to what is gone, or its definer has lost rights.`,
      'Mend or drop the view.',
    );
  const number = serverErrorNumber(error);
  if (number === null)
    return sourceError(
      'DW_SOURCE_UNREACHABLE',
      `The connection broke off while ${label} was read.`,
      'Check that the server runs, and scan again.',
    );
  return sourceError(
    'DW_SOURCE_QUERY',
    `Reading ${label} failed in the server (error ${number}).`,
    'Select from it by hand to see why.',
  );
}
