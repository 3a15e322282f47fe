import { deserialize, serialize } from 'node:v8';
import type { ColumnSample, TableSample } from '@datawave/plugin-sdk';

/**
 * A sample for several threads: what one of them is not asked about need not become strings there. It stands in memory that all see,
 * so that it is written once, however many they are.
 */
export interface PackedSample extends Omit<TableSample, 'columns'> {
  readonly packed: readonly Uint8Array[];
}

/** @throws Error when something in it cannot be sent */
export const packSample = ({ columns, ...sample }: TableSample): PackedSample => ({
  ...sample,
  packed: columns.map((column) => shareBytes(serialize(column))),
});

function shareBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/**
 * The same sample.
 * @param asked - positions of the columns whose values will be looked at, null for all; others are unpacked if somebody
 *   looks at them all the same
 */
export function unpackSample(
  { packed, ...sample }: PackedSample,
  asked: ReadonlySet<number> | null,
): TableSample {
  const columns: ColumnSample[] = [];
  for (const [position, column] of packed.entries()) {
    if (asked?.has(position) ?? true) columns[position] = deserialize(column);
    else unpackLater(columns, position, column);
  }
  return { ...sample, columns };
}

// Not for all: the runtime takes what stands behind such a property for old, and keeps it until it looks through all memory.
function unpackLater(columns: ColumnSample[], position: number, packed: Uint8Array): void {
  let column: ColumnSample | undefined;
  const unpack = (): ColumnSample => deserialize(packed);
  Object.defineProperty(columns, position, {
    enumerable: true,
    get() {
      column ??= unpack();
      return column;
    },
  });
}
