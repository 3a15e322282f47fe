import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { plainDecimal } from '@datawave/plugin-sdk/connector';

/** A record of a file: its fields as they were written. */
export type JsonRecord = ReadonlyMap<string, unknown>;

/** What was met while reading that is no record. */
export interface ReadNotes {
  broken: number;
}

/** The records of a file, one line after the other; a line that is no object is counted and left out. */
export async function* readRecords(
  file: string,
  signal: AbortSignal,
  notes: ReadNotes = { broken: 0 },
): AsyncGenerator<JsonRecord> {
  signal.throwIfAborted();
  const stream = createReadStream(file, { encoding: 'utf8', signal });
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      signal.throwIfAborted();
      if (line.trim() === '') continue;
      const record = parseRecord(line);
      if (record === null) notes.broken += 1;
      else yield record;
    }
  } finally {
    stream.destroy();
  }
}

function parseRecord(line: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : null;
  } catch {
    return null;
  }
}

/** A field as the platform wants its values: text, numbers in plain notation, what is nested as JSON, null where there is none. */
export function cellOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainDecimal(String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
