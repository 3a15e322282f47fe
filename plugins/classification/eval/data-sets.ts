import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { chinookTables, legislatorTables } from './databases.ts';
import { readLabels } from './label-files.ts';
import { type LabelledTable, readLabelledTables } from './labelled-tables.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LABELS = join(import.meta.dirname, '../training/labels');

/** Where the labelled tables lie. */
export interface DataFolders {
  /** Public data sets: `DATAWAVE_TEST_DATA`, else `shared/data` beside the repository. */
  readonly shared: string;
  /** Where `fetch-packages.ts` put the tables of packages; null when they were not fetched. */
  readonly packages: string | null;
}

/**
 * The folders of this checkout. Tables of packages are fetched into `var/packages`, or the folder that
 * DATAWAVE_PACKAGES names, unless they are there; where their registries are not reached, figures are made without.
 */
export function dataFolders(): DataFolders {
  const packages = process.env['DATAWAVE_PACKAGES'] ?? join(ROOT, 'var/packages');
  const script = join(import.meta.dirname, '../training/fetch-packages.ts');
  const { status } = spawnSync(process.execPath, [script, packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    shared: process.env['DATAWAVE_TEST_DATA'] ?? join(ROOT, '../shared/data'),
    packages: status === 0 ? packages : null,
  };
}

/** Every labelled table with its headers: statistical ones, those of packages, two databases. */
export function namedTables(folders: DataFolders): readonly LabelledTable[] {
  // Tables of one package share authors and spelling.
  const byPackage = (id: string): string => id.split('__')[0] ?? id;
  const read = (folder: string, origin: string): readonly LabelledTable[] =>
    readLabelledTables(folder, join(LABELS, `${origin}.tsv`), origin, byPackage);
  const labels = readLabels(join(LABELS, 'databases.tsv'));
  return [
    ...read(join(folders.shared, 'tables'), 'rdatasets'),
    ...(folders.packages === null ? [] : read(join(folders.packages, 'tables'), 'packages')),
    ...chinookTables(folders.shared, labels),
    ...legislatorTables(folders.shared, labels),
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
function parsePythonList(text: string): readonly (string | null)[] {
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
