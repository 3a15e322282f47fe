import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readLabels } from './label-files.ts';
import { type LabelledTable, readLabelledTables } from './labelled-tables.ts';

const LABELS = join(import.meta.dirname, '../training/labels');

/** Where the labelled tables lie. */
export interface DataFolders {
  /** Public data sets: `DATAWAVE_TEST_DATA`, else `shared/data` beside the repository. */
  readonly shared: string;
  /** Where `fetch-packages.ts` put the tables of packages; null when they were not fetched. */
  readonly packages: string | null;
}

/** The folders of this checkout. */
export function dataFolders(packages: string | undefined): DataFolders {
  return {
    shared: process.env['DATAWAVE_TEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data'),
    packages: packages !== undefined && existsSync(join(packages, 'tables')) ? packages : null,
  };
}

/** Every labelled table with its headers: statistical ones and those of packages. */
export function namedTables(folders: DataFolders): readonly LabelledTable[] {
  return [
    ...readLabelledTables(
      join(folders.shared, 'tables'),
      join(LABELS, 'rdatasets.tsv'),
      'rdatasets',
      // Tables of one R package share authors and spelling.
      (id) => id.split('__')[0] ?? id,
    ),
    ...(folders.packages === null
      ? []
      : readLabelledTables(
          join(folders.packages, 'tables'),
          join(LABELS, 'packages.tsv'),
          'packages',
          (id) => id.split('__')[0] ?? id,
        )),
  ];
}

/**
 * The columns of the Sherlock test split, each a table of one column. Their published label is the header they were
 * found under, so it stands as name.
 */
export function sherlockColumns(folders: DataFolders): readonly LabelledTable[] {
  const labels = readLabels(join(LABELS, 'sherlock.tsv')).get('sherlock') ?? new Map();
  const read = (file: string): readonly (readonly string[])[] => {
    const rows: string[][] = parse(readFileSync(join(folders.shared, 'sherlock', file), 'utf8'), {
      relax_column_count: true,
    });
    return rows;
  };
  const headers = new Map(read('test_labels.csv').map(([id = '', header = '']) => [id, header]));
  return read('test_values.csv').flatMap(([id = '', list = '']) => {
    const values = parsePythonList(list);
    return headers.has(id) && values.length > 0
      ? [
          {
            id: `sherlock-${id}`,
            origin: 'sherlock',
            group: `sherlock/${id}`,
            name: 'data',
            columns: [
              {
                name: headers.get(id) ?? '',
                values: values.slice(0, 200),
                label: labels.get(id) ?? ['none'],
              },
            ],
          },
        ]
      : [];
  });
}

/** The items of a list as Python prints it. */
export function parsePythonList(text: string): readonly (string | null)[] {
  const items: (string | null)[] = [];
  const item = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(None|nan)|([^,[\]\s][^,\]]*)/g;
  for (const match of text.matchAll(item)) {
    const [, single, double, missing, bare] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) items.push(quoted.replace(/\\(['"\\])/g, '$1'));
    else items.push(missing === undefined ? (bare?.trim() ?? null) : null);
  }
  return items;
}
