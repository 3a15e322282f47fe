import { stat } from 'node:fs/promises';
import type { Asset, ColumnSchema, DataKind } from '@datawave/plugin-sdk';
import { assetFingerprint } from '@datawave/plugin-sdk/connector';
import { readRecords } from './records.ts';

/** Records from which the columns of a file are read. */
const LOOKED_AT = 500;

/** A file as an asset: its columns are the fields of its first records, in the order in which they first occur. */
export async function describeFile(
  file: string,
  path: readonly string[],
  signal: AbortSignal,
): Promise<Asset> {
  // Before the content is looked at, so that what is written meanwhile makes the next mark another one.
  const { size, mtimeMs } = await stat(file);
  const kinds = new Map<string, DataKind>();
  const optional = new Set<string>();
  let seen = 0;
  for await (const record of readRecords(file, signal)) {
    for (const [name, value] of record) {
      if (seen > 0 && !kinds.has(name)) optional.add(name);
      if (value === null) optional.add(name);
      else kinds.set(name, joined(kinds.get(name), kindOf(value)));
      if (!kinds.has(name)) kinds.set(name, 'other');
    }
    for (const name of kinds.keys()) if (!record.has(name)) optional.add(name);
    seen += 1;
    if (seen >= LOOKED_AT) break;
  }
  const columns = [...kinds].map(
    ([name, kind], ordinal): ColumnSchema => ({
      name,
      ordinal,
      dataType: kind,
      kind,
      nullable: optional.has(name),
      comment: null,
    }),
  );
  const shape = {
    path,
    type: 'file',
    columns,
    comment: null,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    changeMarker: { kind: 'modified-at', value: `${size}-${mtimeMs}` },
  } as const;
  return {
    ...shape,
    rowEstimate: null,
    sizeBytes: size,
    fingerprint: assetFingerprint(shape, size, mtimeMs),
  };
}

function kindOf(value: unknown): DataKind {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'decimal';
    case 'boolean':
      return 'boolean';
    default:
      return Array.isArray(value) ? 'array' : 'json';
  }
}

/** What a column holds whose values are of both kinds. */
function joined(one: DataKind | undefined, other: DataKind): DataKind {
  if (one === undefined || one === 'other' || one === other) return other;
  const both = [one, other];
  return both.includes('integer') && both.includes('decimal') ? 'decimal' : 'text';
}
