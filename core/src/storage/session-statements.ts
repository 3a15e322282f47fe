import pg from 'pg';
import type { TransactionSession } from './session.ts';
import type { UnitStatements } from './unit-of-work/statements.ts';

/** MikroORM maps dates and intervals itself and wants them as PostgreSQL wrote them: date, timestamp, timestamptz, interval. */
const AS_WRITTEN = new Set([1082, 1114, 1184, 1186]);
/** Arrays of these, and the one whose parser splits an array and leaves its elements alone. */
const ARRAYS_AS_WRITTEN = new Set([1182, 1115, 1185, 1187]);
const TEXT_ARRAY: number = 1009;

export const ormTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    AS_WRITTEN.has(oid)
      ? (value: string) => value
      : pg.types.getTypeParser(ARRAYS_AS_WRITTEN.has(oid) ? TEXT_ARRAY : oid, format),
} as pg.CustomTypesConfig;

/** The statements of a unit of work on a session of ours. */
export function sessionStatements(session: TransactionSession): UnitStatements {
  let streams = 0;
  return {
    run: (text, parameters) =>
      session.query({ text, values: [...parameters] }, { types: ormTypes, guarded: true }),
    async *stream(text, parameters, chunk) {
      const cursor = `datawave_stream_${++streams}`;
      await session.query(
        { text: `declare ${cursor} no scroll cursor for ${text}`, values: [...parameters] },
        { guarded: false },
      );
      try {
        for (;;) {
          const { rows } = await session.query(
            { text: `fetch forward ${chunk} from ${cursor}`, values: [] },
            { types: ormTypes, guarded: false },
          );
          if (rows.length > 0) yield rows;
          if (rows.length < chunk) return;
        }
      } finally {
        if (session.isOpen)
          await session
            .query({ text: `close ${cursor}`, values: [] }, { guarded: false })
            .catch(() => undefined);
      }
    },
  };
}
