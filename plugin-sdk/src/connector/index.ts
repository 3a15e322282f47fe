/** What connectors have in common, as functions: sampling, counting, naming, errors. */
export { assetFilter } from './asset-filter.ts';
export { binaryText, isoTimestamp, plainDecimal } from './cell-text.ts';
export { chosenColumns } from './chosen-columns.ts';
export { uniqueColumnNames } from './column-names.ts';
export { ColumnTally, cutText, ownText, type TallyOptions } from './column-tally.ts';
export type * from './connection-pool.ts';
export { connectionPool } from './connection-pool.ts';
export type * from './database-url.ts';
export { parseDatabaseUrl, refuseUnknownParameters } from './database-url.ts';
export type * from './file-access.ts';
export { fileAccess, fileError, systemErrorCode } from './file-access.ts';
export { assetFingerprint } from './fingerprint.ts';
export type * from './key-cuts.ts';
export { cutKeys } from './key-cuts.ts';
export { keyRangeCondition } from './key-range-condition.ts';
export { Reservoir } from './reservoir.ts';
export { hashText, seededRandom } from './seeded-random.ts';
export type * from './server-session.ts';
export { serverSessionOptions } from './server-session.ts';
export type * from './server-settings.ts';
export { SERVER_DESTINATION, serverSettingsSchema } from './server-settings.ts';
export type * from './settings.ts';
export { settingsReader } from './settings.ts';
export type * from './slices.ts';
export {
  keyRangeOf,
  keyRangeParts,
  numberSlices,
  pickPlaces,
  positionOf,
  roundBounds,
  secondsText,
  sliceCount,
  sliceKeyOf,
  strangeSlice,
} from './slices.ts';
export type * from './socket.ts';
export { addressLabel, connectSocket, systemUser } from './socket.ts';
export type * from './source-error.ts';
export { assetLabel, assetProblem, sourceError } from './source-error.ts';
export { drawnRows, pickStrata, strataMethod, stratumColumn } from './strata.ts';
export { TableTally } from './table-tally.ts';
export type * from './tls-settings.ts';
export { readPemParameter, readTlsSettings, SSL_MODES, tlsMaterial } from './tls-settings.ts';
