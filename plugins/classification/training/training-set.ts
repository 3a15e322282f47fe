import type { Classifier, InfoTypeDefinition, TableSample } from '@datawave/plugin-sdk';
import {
  type LabelledTable,
  type Look,
  rowCount,
  sampleOf,
  type TableKeys,
} from '../eval/labelled-tables.ts';
import { type ColumnEvidence, gatherEvidence } from '../src/gather-evidence.ts';
import { describeCandidates } from '../src/model/candidate-features.ts';
import { inferKeys } from './infer-keys.ts';
import { ORIGIN_WEIGHTS } from './options.ts';
import { createRandom } from './random.ts';
import type { TrainingColumn } from './training-column.ts';

/** One look at a table: what the engine is given, and its labelled columns. */
export interface PreparedLook {
  readonly table: LabelledTable;
  readonly sample: TableSample;
  /** Of each column of the sample. */
  readonly evidence: readonly ColumnEvidence[];
  /** Those that are labelled and hold values. */
  readonly columns: readonly PreparedColumn[];
}

/** A column of one look at a table, ready to be learned from or scored. */
export interface PreparedColumn extends TrainingColumn {
  readonly table: string;
  readonly group: string;
  readonly column: string;
  /** In the table. */
  readonly position: number;
  /** What it may be, in the order of `rows`. */
  readonly types: readonly string[];
  /** The label, likeliest first. */
  readonly label: readonly string[];
  /** Of each of `types`, whether check digits prove another. */
  readonly outproven: readonly boolean[];
  /** How much the look counts, also where the column teaches the trees nothing. */
  readonly lookWeight: number;
}

/** What is looked at and with which weight it counts. */
export interface PlannedLook {
  readonly look: Look;
  readonly weight: number;
}

/** Share of the looks at a table that have keys that are shown them: most files and many schemas declare none. */
const WITH_KEYS = 0.5;

const NAMELESS = (_name: string, position: number): string => `column${position + 1}`;

/**
 * Looks at a table: few rows and many, with names and without, some columns with and some without, so that
 * neither names nor values can carry alone; half of the time with keys, so that a model leans on them no more than it must.
 * @param keys - those that a catalog declares of the table, or would
 */
export function planLooks(
  table: LabelledTable,
  seed: number,
  keys: TableKeys | null = table.keys ?? null,
): readonly PlannedLook[] {
  const random = createRandom(seed);
  const rows = rowCount(table);
  const some = (count: number): readonly number[] => {
    if (rows <= count) return Array.from({ length: rows }, (_, row) => row);
    const from = Math.floor(random() * (rows - count + 1));
    // Half of the time a run of rows, as the head of a file is; else rows from everywhere.
    return random() < 0.5
      ? Array.from({ length: count }, (_, row) => from + row)
      : Array.from({ length: count }, () => Math.floor(random() * rows));
  };
  const dropped = new Set(table.columns.flatMap((_, position) => (random() < 0.3 ? [position] : [])));
  const partly = (name: string, position: number): string =>
    dropped.has(position) ? NAMELESS(name, position) : name;
  const looks: readonly PlannedLook[] = [
    { look: { rows: some(5) }, weight: 1 },
    { look: { rows: some(5) }, weight: 1 },
    { look: { rows: some(20) }, weight: 0.7 },
    { look: { rows: some(100) }, weight: 0.7 },
    { look: { rows: some(5), rename: NAMELESS }, weight: 0.4 },
    { look: { rows: some(50), rename: NAMELESS }, weight: 0.4 },
    { look: { rows: some(10), rename: partly }, weight: 0.5 },
  ];
  return looks.map(({ look, weight }) => ({
    look: { ...look, keys: random() < WITH_KEYS ? keys : null },
    weight,
  }));
}

const silent = (): void => undefined;
const failing = (message: string, fields?: unknown): never => {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
};
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: failing, child: () => log };

/** The first label that some candidate is of: the others would be right as well, but one of them must be learned. */
function likeliest(types: readonly string[], label: readonly string[]): readonly number[] {
  const index = label.map((type) => types.indexOf(type)).find((place) => place >= 0);
  return index === undefined ? [] : [index];
}

/** Evidence and features of the labelled columns of one look. */
export async function prepare(
  table: LabelledTable,
  { look, weight }: PlannedLook,
  classifiers: readonly Classifier[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): Promise<PreparedLook> {
  const sample = sampleOf(table, look);
  const { columns: evidence } = await gatherEvidence(sample, classifiers, { workspaceId: null }, { log });
  const candidates = describeCandidates(sample, evidence, infoTypes);
  const columns = table.columns.flatMap(({ name, label }, position): readonly PreparedColumn[] => {
    if (label === null || (sample.columns[position]?.values.length ?? 0) === 0) return [];
    const found = candidates[position] ?? [];
    const types = found.map(({ proposal }) => proposal.infoType);
    // Where a type and "none" are both right, the column teaches nothing about either.
    const isArguable = label.includes('none') && label.some((type) => types.includes(type));
    const lookWeight = weight * (ORIGIN_WEIGHTS[table.origin] ?? 1);
    return [
      {
        table: table.id,
        group: table.group,
        column: name,
        position,
        types,
        label,
        rows: found.map(({ features }) => features),
        outproven: found.map(({ isOutproven }) => isOutproven),
        margins: found.map(({ margin }) => margin),
        right: likeliest(types, label),
        lookWeight,
        weight: isArguable ? 0 : lookWeight,
      },
    ];
  });
  return { table, sample, evidence, columns };
}

/** All looks at all tables, each table with a seed of its own. */
export async function prepareTables(
  tables: readonly LabelledTable[],
  classifiers: readonly Classifier[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
  seed: number,
): Promise<readonly PreparedLook[]> {
  const looks: PreparedLook[] = [];
  const inferred = inferKeys(tables);
  for (const [index, table] of tables.entries()) {
    for (const planned of planLooks(table, seed * 100_003 + index, table.keys ?? inferred.get(table) ?? null))
      looks.push(await prepare(table, planned, classifiers, infoTypes));
  }
  return looks;
}
