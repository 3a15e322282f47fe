import type { Asset, ColumnSchema, DataKind, Json } from '@datawave/plugin-sdk';
import { assetFingerprint } from '@datawave/plugin-sdk/connector';
import { WHOLE_BYTES } from './file-reader.ts';
import { type Field, MAX_FIELDS, parseRecord } from './json-record.ts';
import { type JsonLayout, type JsonRow, rowsOf } from './json-records.ts';
import { arrangementOf, JsonSplitter } from './json-splitter.ts';
import type { ReaderSettings } from './reader-settings.ts';
import type { SourceFile } from './source-file.ts';
import { detectEncoding, TextReader } from './text-encoding.ts';
import { kindOfTexts } from './value-kind.ts';

/** Values of a field that decide what it holds. */
const KIND_VALUES = 1000;

/** Layout and columns of a JSON file. */
export interface DescribedJson {
  readonly layout: JsonLayout;
  readonly columns: readonly ColumnSchema[];
  readonly rowBytes: number;
  readonly rows: number | null;
}

/** The property that holds the rows, when the file is one object around an array of objects. */
function wrapperOf(values: readonly Json[]): string | null {
  const [only] = values;
  if (values.length !== 1 || typeof only !== 'object' || only === null || Array.isArray(only)) return null;
  const lists = Object.entries(only).filter(
    ([, value]) =>
      Array.isArray(value) && value.length > 0 && typeof value[0] === 'object' && value[0] !== null,
  );
  return lists.length === 1 ? (lists[0]?.[0] ?? null) : null;
}

function columnOf(name: string, ordinal: number, fields: readonly Field[], rows: number): ColumnSchema {
  const types = new Set(fields.filter((field) => field.type !== 'null').map((field) => field.type));
  const [type = 'null'] = types;
  const kind: DataKind =
    types.size > 1
      ? 'text'
      : type === 'object' || type === 'array'
        ? 'json'
        : type === 'boolean'
          ? 'boolean'
          : kindOfTexts(fields.slice(0, KIND_VALUES).map((field) => field.text));
  return {
    name,
    ordinal,
    dataType: types.size > 1 ? 'mixed' : type,
    kind,
    nullable: fields.length < rows || fields.some((field) => field.text === null),
    comment: null,
  };
}

function columnsOf(rows: readonly JsonRow[]): readonly ColumnSchema[] {
  const fields = new Map<string, Field[]>();
  for (const row of rows) {
    for (const [name, field] of row) {
      const seen = fields.get(name);
      if (seen !== undefined) seen.push(field);
      else if (fields.size < MAX_FIELDS) fields.set(name, [field]);
    }
  }
  // An object that is null in some record, or an array that is empty, is no field beside its own members.
  const names = [...fields.keys()];
  const isShell = (name: string, seen: readonly Field[]): boolean =>
    seen.every((field) => field.type === 'null') &&
    names.some((other) => other.startsWith(`${name}.`) || other.startsWith(`${name}[`));
  return [...fields]
    .filter(([name, seen]) => !isShell(name, seen))
    .map(([name, seen], ordinal) => columnOf(name, ordinal, seen, rows.length));
}

/** Looks at the beginning of a file, or at all of it when it is small. */
export async function describeJson(
  file: SourceFile,
  settings: ReaderSettings,
  signal: AbortSignal,
): Promise<DescribedJson> {
  const { bytes, isWhole } = await file.head(WHOLE_BYTES, signal);
  const encoding =
    settings.encoding === undefined
      ? await detectEncoding(file, bytes.subarray(0, 65_536), isWhole)
      : { label: settings.encoding, markBytes: 0 };
  const reader = new TextReader(encoding);
  const text = reader.write(bytes) + (isWhole ? reader.end() : '');
  const arrangement = arrangementOf(text);
  const splitter = new JsonSplitter(arrangement);
  const records = splitter.write(text);
  if (isWhole) records.push(...splitter.end().records);
  const values = records.map((record) => parseRecord(record)).filter((value) => value !== undefined);
  const wrapper = isWhole ? wrapperOf(values) : null;
  const rows = values.flatMap((value) => rowsOf(value, wrapper));
  return {
    layout: { encoding, arrangement, wrapper },
    columns: columnsOf(rows),
    rowBytes: Math.max(1, bytes.length / Math.max(1, rows.length)),
    rows: isWhole ? rows.length : null,
  };
}

/** The asset that a file described so is. */
export function jsonAsset(file: SourceFile, path: readonly string[], described: DescribedJson): Asset {
  const shape = {
    path,
    type: 'file' as const,
    columns: described.columns,
    comment: null,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
  const estimate = file.compression === 'none' ? Math.round(file.sizeBytes / described.rowBytes) : null;
  return {
    ...shape,
    rowEstimate: described.rows ?? estimate,
    sizeBytes: file.sizeBytes,
    fingerprint: assetFingerprint(shape, file.identity),
    changeMarker: file.changeMarker,
  };
}
