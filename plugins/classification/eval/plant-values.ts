import type { InfoTypeDefinition } from '@datawave/plugin-sdk';
import { isSensitive } from '@datawave/plugin-sdk';
import { kindOfTexts } from '../../connector-files/src/value-kind.ts';
import { createRandom } from '../training/random.ts';
import { NONE } from './label-files.ts';
import type { LabelledTable } from './labelled-tables.ts';

/** How many values of another type stand among how many distinct ones. */
export interface Planting {
  readonly planted: number;
  readonly distinct: number;
}

/** From one in a hundred to one in ten. */
export const PLANTINGS: readonly Planting[] = [
  { planted: 1, distinct: 20 },
  { planted: 2, distinct: 20 },
  { planted: 1, distinct: 50 },
  { planted: 5, distinct: 50 },
  { planted: 1, distinct: 100 },
  { planted: 5, distinct: 100 },
];

/** A real table, one ordinary column of which holds some real values of a sensitive type from another table. */
export interface PlantedTable {
  readonly table: LabelledTable;
  readonly position: number;
  readonly rows: readonly number[];
  readonly infoType: string;
  readonly planting: Planting;
}

/** Distinct values that a type needs, so that more is measured than a few of them. */
const LEAST_DONATED = 20;
/** Host columns at most, taken evenly from all that fit. */
const MOST_HOSTS = 300;

interface Donated {
  readonly group: string;
  readonly value: string;
}

/** Mixes values of columns that are labelled with one sensitive type alone into columns of running text, words and identifiers. */
export function plantValues(
  tables: readonly LabelledTable[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
  seed: number,
): readonly PlantedTable[] {
  const random = createRandom(seed);
  const donors = [...donatedValues(tables, infoTypes)].filter(([, values]) => values.length >= LEAST_DONATED);
  const hosts = hostColumns(tables);
  const step = Math.max(1, hosts.length / MOST_HOSTS);
  const chosen = hosts.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  let turn = 0;
  return chosen.flatMap((host) =>
    PLANTINGS.flatMap((planting): readonly PlantedTable[] => {
      const kept = planting.distinct - planting.planted;
      const [infoType, values = []] = donors[turn % donors.length] ?? [];
      const foreign = values.filter(({ group }) => group !== host.table.group);
      if (infoType === undefined || host.rows.length < planting.distinct || foreign.length === 0) return [];
      turn += 1;
      const rows = host.rows.slice(0, planting.distinct);
      const start = Math.floor(random() * foreign.length);
      const planted = new Map(
        rows.slice(kept).map((row, index) => [row, foreign[(start + index) % foreign.length]?.value ?? null]),
      );
      return [{ table: replaced(host, planted), position: host.position, rows, infoType, planting }];
    }),
  );
}

interface Host {
  readonly table: LabelledTable;
  readonly position: number;
  /** Of its distinct values, each once. */
  readonly rows: readonly number[];
}

/** Columns of words, text and identifiers that hold nothing of a person by their label. */
function hostColumns(tables: readonly LabelledTable[]): readonly Host[] {
  const least = Math.min(...PLANTINGS.map(({ distinct }) => distinct));
  return tables.flatMap((table) =>
    table.columns.flatMap(({ label, values }, position): readonly Host[] => {
      const isIdentifier = label?.length === 1 && label[0] === 'RECORD_ID';
      const isText = label?.length === 1 && label[0] === NONE && kindOfTexts(values) === 'text';
      if (!isIdentifier && !isText) return [];
      const firstRows = new Map<string, number>();
      values.forEach((value, row) => {
        if (value !== null && !firstRows.has(value)) firstRows.set(value, row);
      });
      return firstRows.size < least ? [] : [{ table, position, rows: [...firstRows.values()] }];
    }),
  );
}

function donatedValues(
  tables: readonly LabelledTable[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): ReadonlyMap<string, readonly Donated[]> {
  const byType = new Map<string, Map<string, Donated>>();
  for (const { columns, group } of tables) {
    for (const { label, values } of columns) {
      const [infoType = NONE] = label ?? [];
      const definition = infoTypes.get(infoType);
      if (label?.length !== 1 || definition === undefined || !isSensitive(definition.sensitivity)) continue;
      const known = byType.get(infoType) ?? new Map<string, Donated>();
      for (const value of values) if (value !== null) known.set(value, { group, value });
      byType.set(infoType, known);
    }
  }
  return new Map([...byType].map(([infoType, values]) => [infoType, [...values.values()]]));
}

const replaced = ({ table, position }: Host, values: ReadonlyMap<number, string | null>): LabelledTable => ({
  ...table,
  columns: table.columns.map((column, place) =>
    place === position
      ? { ...column, values: column.values.map((value, row) => values.get(row) ?? value) }
      : column,
  ),
});
