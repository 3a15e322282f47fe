import { DataWaveError } from '@datawave/plugin-sdk';
import { sourceError } from '@datawave/plugin-sdk/connector';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const RESULT = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  corrupt: 11,
  cannotOpen: 14,
  tooBig: 18,
  notADatabase: 26,
} as const;

const numberOf = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;

/** An error of SQLite as an error of the source. Its own text is not passed on: it may quote what is stored. */
export function sqliteError(error: unknown, label: string, doing: 'open' | 'read'): DataWaveError {
  if (DataWaveError.is(error)) return error;
  const result = numberOf(error);
  switch (result) {
    case RESULT.busy:
    case RESULT.locked:
      return sourceError(
        'DW_SOURCE_TIMEOUT',
        `${label} is locked by another process.`,
        'Scan it when nothing writes to it.',
      );
    case RESULT.readOnly:
    case RESULT.cannotOpen:
      return sourceError(
        'DW_SOURCE_PERMISSION',
        `${label} cannot be opened for reading: an unfinished transaction stands beside it, or rights are missing.`,
        'Open it once with the program that owns it, or copy it together with its -journal and -wal files.',
      );
    case RESULT.corrupt:
      return sourceError(
        'DW_SOURCE_QUERY',
        `${label} is damaged.`,
        'Run "PRAGMA integrity_check" and restore it from a copy.',
      );
    case RESULT.notADatabase:
      return sourceError(
        'DW_SOURCE_CONFIG',
        `${label} is not a SQLite database, or it is encrypted.`,
        'Name a SQLite file; encrypted ones must be decrypted first.',
        '/path',
      );
    case RESULT.tooBig:
      return sourceError(
        'DW_SOURCE_QUERY',
        `${label} holds a value that is too big for SQLite to hand over.`,
        'Exclude it from the scan.',
      );
    default: {
      const text = error instanceof Error ? error.message : '';
      if (doing === 'read' && /^no such table: (?:main\.)?/.test(text))
        return sourceError(
          'DW_SOURCE_ASSET_MISSING',
          `${label}, or a table that it is made of, does not exist.`,
          'Discover the source again; mend the view if it is one.',
        );
      if (doing === 'read' && /^no such column: /.test(text))
        return sourceError(
          'DW_SOURCE_CHANGED',
          `${label}, or a table that it is made of, has lost a column since it was discovered.`,
          'Discover the source again; mend the view if it is one.',
        );
      return sourceError(
        'DW_SOURCE_QUERY',
        `${doing === 'open' ? 'Opening' : 'Reading'} ${label} failed (SQLite result ${result ?? 'unknown'}).`,
        'Try to select from it with sqlite3; a view whose tables or functions are gone must be mended.',
      );
    }
  }
}
