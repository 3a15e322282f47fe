import { DataWaveError } from '../errors.ts';

/** The parts of an asset's or column's URN. @public */
export interface UrnParts {
  /** Connector kind: `postgres`. */
  readonly connector: string;
  /** Segments of the source: its registered key, or host and database, or a file's name. */
  readonly source: readonly string[];
  readonly path: readonly string[];
  readonly column?: string;
}

// encodeURIComponent leaves !'()* alone; RFC 8141 allows all of them but encoding ' keeps URNs quotable.
const encode = (segment: string): string => encodeURIComponent(segment.toWellFormed()).replaceAll("'", '%27');

/** Formats `urn:dw:CONNECTOR:SOURCE:PATH`, with `#COLUMN` for a column. @public */
export function formatUrn(parts: UrnParts): string {
  const urn = `urn:dw:${encode(parts.connector)}:${parts.source.map(encode).join('/')}:${parts.path.map(encode).join('/')}`;
  return parts.column === undefined ? urn : `${urn}#${encode(parts.column)}`;
}

/** Parses what {@link formatUrn} wrote. @throws DataWaveError DW_URN_INVALID @public */
export function parseUrn(urn: string): UrnParts {
  const match = /^urn:dw:([^:#]+):([^:#]+):([^:#]+)(?:#([^:#]+))?$/.exec(urn);
  const [, connector, source, path, column] = match ?? [];
  if (connector === undefined || source === undefined || path === undefined) {
    throw new DataWaveError({
      code: 'DW_URN_INVALID',
      message: `"${urn.slice(0, 200)}" is not a DataWave URN.`,
      hint: 'Write urn:dw:CONNECTOR:SOURCE:PATH, segments percent-encoded.',
      status: 400,
    });
  }
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw new DataWaveError({
        code: 'DW_URN_INVALID',
        message: `"${urn.slice(0, 200)}" holds a broken percent-encoding.`,
        hint: 'Percent-encode each segment as UTF-8.',
        status: 400,
      });
    }
  };
  return {
    connector: decode(connector),
    source: source.split('/').map(decode),
    path: path.split('/').map(decode),
    ...(column === undefined ? {} : { column: decode(column) }),
  };
}
