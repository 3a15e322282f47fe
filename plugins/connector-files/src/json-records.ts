import type { Json } from '@datawave/plugin-sdk';
import { sourceError } from '@datawave/plugin-sdk/connector';
import { type Field, flattenRecord, parseRecord } from './json-record.ts';
import { type JsonArrangement, JsonSplitter } from './json-splitter.ts';
import type { FilePart, SourceFile } from './source-file.ts';
import { replacementWarnings, type TextEncoding, TextReader } from './text-encoding.ts';

/** How one JSON file is laid out. */
export interface JsonLayout {
  readonly encoding: TextEncoding;
  readonly arrangement: JsonArrangement;
  /** The rows stand in this property of the one object that the file is: `{"data": [...]}`. */
  readonly wrapper: string | null;
}

/** Flattened records of a piece of text. */
export type JsonRow = ReadonlyMap<string, Field>;

/** The rows that one parsed value stands for. */
export function rowsOf(value: Json, wrapper: string | null): readonly JsonRow[] {
  if (wrapper === null || typeof value !== 'object' || value === null || !(wrapper in value))
    return [flattenRecord(value)];
  const inner: unknown = Reflect.get(value, wrapper);
  return Array.isArray(inner) ? inner.map((element: Json) => flattenRecord(element)) : [];
}

/** Reads all records of a file from its beginning, and counts what is odd about them. */
export class JsonRecords {
  readonly #layout: JsonLayout;
  readonly #known: ReadonlySet<string>;
  readonly #reader: TextReader;
  readonly #splitter: JsonSplitter;
  readonly #unknown = new Set<string>();
  #broken = 0;
  #good = 0;
  #isCut = false;
  #bytes = 0;

  constructor(layout: JsonLayout, knownFields: Iterable<string>) {
    this.#layout = layout;
    this.#known = new Set(knownFields);
    this.#reader = new TextReader(layout.encoding);
    this.#splitter = new JsonSplitter(layout.arrangement);
  }

  /** Bytes of content read so far. */
  get bytes(): number {
    return this.#bytes;
  }

  get warnings(): readonly string[] {
    return [
      ...(this.#broken === 0 ? [] : [`${this.#broken} records are not valid JSON and were left out`]),
      ...(this.#splitter.skipped === 0
        ? []
        : [`${this.#splitter.skipped} records are too long and were left out`]),
      ...(this.#isCut ? ['the file ends in the middle of a record'] : []),
      ...(this.#unknown.size === 0
        ? []
        : [
            `${this.#unknown.size} fields first occur after the part of the file that discovery looked at and were left out`,
          ]),
      ...replacementWarnings(this.#reader.replaced, this.#layout.encoding),
    ];
  }

  /** Rows in groups, as they come. @throws DataWaveError DW_SOURCE_QUERY when nothing in the file is JSON */
  async *groups(
    file: SourceFile,
    signal: AbortSignal,
    part?: FilePart,
  ): AsyncGenerator<readonly JsonRow[], void, void> {
    for await (const chunk of file.stream(signal, part)) {
      this.#bytes += chunk.length;
      yield* this.#parse(this.#splitter.write(this.#reader.write(chunk)));
    }
    yield* this.#parse(this.#splitter.write(this.#reader.end()));
    const { records, isCut } = this.#splitter.end();
    this.#isCut = isCut;
    yield* this.#parse(records);
    if (this.#good === 0 && (this.#broken > 0 || isCut))
      throw sourceError(
        'DW_SOURCE_QUERY',
        `${file.label} is not valid JSON.`,
        'Check the file with a JSON validator.',
      );
  }

  *#parse(records: readonly string[]): Generator<readonly JsonRow[]> {
    const rows: JsonRow[] = [];
    for (const record of records) {
      const value = parseRecord(record);
      if (value === undefined) {
        this.#broken += 1;
        continue;
      }
      this.#good += 1;
      for (const row of rowsOf(value, this.#layout.wrapper)) {
        rows.push(row);
        for (const [name, field] of row)
          if (field.text !== null && !this.#known.has(name) && this.#unknown.size < 1000)
            this.#unknown.add(name);
      }
    }
    if (rows.length > 0) yield rows;
  }
}
