import type { DataKind } from '@datawave/plugin-sdk';
import type { ColumnFacts } from './read-column.ts';
import type { TableFacts } from './read-table.ts';

const KINDS = [
  ['text'],
  ['integer'],
  ['decimal'],
  ['date', 'timestamp'],
  ['boolean'],
  ['uuid'],
] as const satisfies readonly (readonly DataKind[])[];
const SUBJECTS = ['person', 'organisation', 'thing'] as const;

/** `kind.*`: how values are stored; `subject.*`: what the table is about; `table.*` and `place.*`: its columns, and where this one stands. */
export const PLACE_FEATURES: readonly string[] = [
  ...KINDS.map(([kind]) => `kind.${kind}`),
  ...SUBJECTS.map((subject) => `subject.${subject}`),
  ...['columns', 'numericShare', 'personalNeighbours'].map((name) => `table.${name}`),
  ...['first', 'relative'].map((name) => `place.${name}`),
];

/** @see PLACE_FEATURES */
export function describePlace({ view: column }: ColumnFacts, table: TableFacts): readonly number[] {
  const { view } = table;
  const count = view.columns.length;
  const { position } = column;
  return [
    ...KINDS.map((kinds) => Number(kinds.some((kind) => kind === view.asset.columns[position]?.kind))),
    ...SUBJECTS.map((subject) => Number(subject === view.subject)),
    Math.log1p(count),
    table.numericShare,
    view.personalNeighbours(column).length,
    Number(position === 0),
    count < 2 ? 0 : position / (count - 1),
  ];
}
