/** What connectors have in common, as functions: sampling, counting, naming, errors. */
export { assetFilter } from './asset-filter.ts';
export { binaryText, isoTimestamp, plainDecimal } from './cell-text.ts';
export { uniqueColumnNames } from './column-names.ts';
export { ColumnTally, cutText } from './column-tally.ts';
export { connectionPool } from './connection-pool.ts';
export type * from './connection-pool.ts';
export { assetFingerprint } from './fingerprint.ts';
export { fileAccess, fileError, systemErrorCode } from './file-access.ts';
export type * from './file-access.ts';
export { Reservoir } from './reservoir.ts';
export { hashText, seededRandom } from './seeded-random.ts';
export { settingsReader } from './settings.ts';
export type * from './settings.ts';
export { assetLabel, assetProblem, sourceError } from './source-error.ts';
export type * from './source-error.ts';
export { TableTally } from './table-tally.ts';
