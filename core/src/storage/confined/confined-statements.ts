import { DataWaveError } from '@datawave/plugin-sdk';
import type { TransactionSession } from '../session.ts';
import { ormTypes, sessionStatements } from '../session-statements.ts';
import type { UnitResult } from '../unit-of-work/statements.ts';
import { checkRows } from './confined-guard.ts';

/** What an isolated plugin's process runs on one of its transactions. Whatever arrives was written by somebody who is not trusted. */
export interface ConfinedStatements {
  /** @param isAsWritten - whether dates and intervals are answered as PostgreSQL writes them */
  run(text: unknown, parameters: unknown, isAsWritten: unknown): Promise<UnitResult>;
  stream(text: unknown, parameters: unknown, chunk: unknown): AsyncIterable<readonly object[]>;
}

const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_PARAMETERS = 65_535;
const MOST_ROWS = 10_000;
/** Lists within lists. */
const DEEPEST = 6;

export function confinedStatements(session: TransactionSession): ConfinedStatements {
  const streams = sessionStatements(session);
  return {
    async run(text, parameters, isAsWritten) {
      const statement = read(text, parameters);
      return await session.query(statement, {
        guarded: true,
        ...(isAsWritten === true ? { types: ormTypes } : {}),
      });
    },
    async *stream(text, parameters, chunk) {
      const statement = read(text, parameters);
      const rows = typeof chunk === 'number' && chunk >= 1 ? Math.min(Math.trunc(chunk), MOST_ROWS) : 100;
      yield* streams.stream(statement.text, statement.values, rows);
    },
  };
}

function read(text: unknown, parameters: unknown): { readonly text: string; readonly values: unknown[] } {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT || !Array.isArray(parameters))
    throw invalid('is no text with parameters, or longer than 4 MiB');
  if (parameters.length > MOST_PARAMETERS) throw invalid(`has more than ${MOST_PARAMETERS} parameters`);
  checkRows(text);
  return { text, values: parameters.map((value) => readValue(value, 0)) };
}

/** The driver asks objects how they want to be written: only plain values come that far. */
function readValue(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      if (value === null || value instanceof Date) return value;
      if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      if (Array.isArray(value) && depth < DEEPEST)
        return Array.from(value, (item: unknown) => readValue(item, depth + 1));
  }
  throw invalid('has a parameter that is neither text, number, truth value, time, bytes nor a list of them');
}

const invalid = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_STATEMENT_REFUSED',
    message: `A statement of an isolated plugin ${what}.`,
    hint: 'Write JSON with sql.json, and pass plain values.',
  });
