import type { ConnectionConfig } from '@datawave/plugin-sdk';
import { settingsReader, sourceError } from '@datawave/plugin-sdk/connector';
import { FILE_FORMATS, type FileFormat } from './file-format.ts';

/** How files are read, as far as it is told and not detected. */
export interface ReaderSettings {
  readonly path: string;
  readonly format: FileFormat | undefined;
  readonly delimiter: string | undefined;
  readonly quote: string | undefined;
  readonly header: 'auto' | 'present' | 'absent';
  readonly encoding: string | undefined;
  readonly nullValues: ReadonlySet<string>;
  readonly maxFiles: number;
}

const DEFAULT_NULLS = ['\\N', 'NULL'];

/** Parses a connection's settings. @throws DataWaveError DW_SOURCE_CONFIG */
export function readFileSettings(config: ConnectionConfig): ReaderSettings {
  const read = settingsReader(config);
  const path = read.text('path');
  if (path === undefined)
    throw sourceError(
      'DW_SOURCE_CONFIG',
      'No path is named.',
      'Set "path" to a file, a folder or a glob.',
      '/path',
    );
  const encoding = read.text('encoding');
  if (encoding !== undefined) {
    try {
      new TextDecoder(encoding);
    } catch {
      throw sourceError(
        'DW_SOURCE_CONFIG',
        'The setting "encoding" names no known encoding.',
        'Use a name such as utf-8, utf-16le, windows-1252 or shift_jis.',
        '/encoding',
      );
    }
  }
  const delimiter = read.text('delimiter');
  if (delimiter !== undefined && delimiter.length !== 1)
    throw sourceError(
      'DW_SOURCE_CONFIG',
      'The setting "delimiter" must be one character.',
      'Use "," ";" "|" or a tab.',
      '/delimiter',
    );
  const format = read.choice('format', ['auto', ...FILE_FORMATS], 'auto');
  const quote = read.choice('quote', ['auto', '"', "'", 'none'], 'auto');
  return {
    path,
    format: format === 'auto' ? undefined : format,
    delimiter,
    quote: quote === 'auto' ? undefined : quote === 'none' ? '' : quote,
    header: read.choice('header', ['auto', 'present', 'absent'], 'auto'),
    encoding,
    nullValues: new Set(config['nullValues'] === undefined ? DEFAULT_NULLS : read.texts('nullValues')),
    maxFiles: read.integer('maxFiles', 10_000, { min: 1, max: 1_000_000 }),
  };
}
