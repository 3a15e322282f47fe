import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  crossValidate,
  fitTemperature,
  type ScoredColumn,
  scoreAll,
  toOutcome,
  train,
} from '../training/cross-validate.ts';
import { FOLDS, OPTIONS } from '../training/options.ts';
import { type PreparedColumn, prepare, prepareTables } from '../training/training-set.ts';
import { dataFolders, namedTables, sherlockColumns } from './data-sets.ts';
import { type Figures, figuresOf, interval, type Outcome } from './figures.ts';
import { infoTypeTraits, knownTypes } from './info-type-traits.ts';
import { VIEWPOINTS } from './looks.ts';
import { shippedClassifiers } from './shipped-classifiers.ts';

/**
 * `npm run eval -- columns`: how well columns are typed on tables that the model has not seen. Models are trained anew on
 * four fifths of the groups (an R package, a published package, a column) and asked about the fifth; then on all origins
 * but one and asked about that one.
 */
const folders = dataFolders();
const classifiers = await shippedClassifiers();
const infoTypes = knownTypes(classifiers);
const traits = infoTypeTraits(infoTypes);
const named = namedTables(folders);
const sherlock = sherlockColumns(folders);
const tables = [...named, ...sherlock];
const training = await prepareTables(tables, classifiers, infoTypes, OPTIONS.seed);
const asked = new Map<string, readonly PreparedColumn[]>();
for (const { title, look } of VIEWPOINTS) {
  const prepared = await Promise.all(
    tables.map((table, seed) =>
      prepare(table, { look: look(table, seed), weight: 1 }, classifiers, infoTypes),
    ),
  );
  asked.set(title, prepared.flat());
}
console.log(
  `${named.length} tables with headers and ${sherlock.length} single columns; ${classifiers.length} classifiers`,
);
if (folders.packages === null)
  console.log('The tables of packages could not be fetched: figures without them.');

// Every fold's model is asked about all viewpoints at once, so that it is trained once.
const scored = new Map(
  crossValidate(training, OPTIONS, FOLDS, [...training, ...[...asked.values()].flat()]).map((entry) => [
    entry.column,
    entry,
  ]),
);
const scoresOf = (columns: readonly PreparedColumn[]): readonly ScoredColumn[] =>
  columns.flatMap((column) => scored.get(column) ?? []);
const temperature = fitTemperature(scoresOf(training));
const report: Record<string, unknown> = { temperature };
const toOutcomes = (columns: readonly ScoredColumn[]): readonly Outcome[] =>
  columns.map((column) => toOutcome(column, temperature, 0.5, traits));
const isOrigin = (origin: string) => (column: PreparedColumn) => column.group.startsWith(`${origin}/`);

heading('Groups it had not seen');
for (const [title, columns] of asked) {
  const isSherlock = isOrigin('sherlock');
  const withHeaders = columns.filter((column) => !isSherlock(column));
  show(`${title}: tables with headers`, toOutcomes(scoresOf(withHeaders)), title === '5 rows');
  show(`${title}: Sherlock`, toOutcomes(scoresOf(columns.filter(isSherlock))));
}

heading('Origins it had not seen (5 rows)');
for (const origin of ['rdatasets', 'packages', 'databases', 'sherlock']) {
  const columns = (asked.get('5 rows') ?? []).filter(isOrigin(origin));
  if (columns.length === 0) continue;
  const model = train(
    training.filter((column) => !isOrigin(origin)(column)),
    OPTIONS,
  );
  show(origin, toOutcomes(scoreAll(model, columns)));
}

const results = process.env['DATAWAVE_EVAL_RESULTS'] ?? join(import.meta.dirname, '../../../var/eval');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'columns.json'), `${JSON.stringify(report, null, 2)}\n`);

function heading(text: string): void {
  console.log(`\n${text}`);
  console.log(
    'what'.padEnd(52),
    ...[
      'columns',
      'weighted F1',
      'macro F1',
      'sens. F1',
      'recall',
      'false ‰',
      'not dem. ‰',
      'R at 1‰',
      'ECE',
      'ECE said',
      'strict wF1',
    ].map((title) => title.padStart(11)),
  );
}

function show(title: string, outcomes: readonly Outcome[], withTypes = false): void {
  const figures = figuresOf(outcomes, traits);
  report[title] = figures;
  const cells = [
    String(figures.columns),
    figures.weightedF1.toFixed(3),
    figures.macroF1.toFixed(3),
    figures.sensitiveF1.toFixed(3),
    figures.sensitiveRecall.toFixed(3),
    figures.falsePer1000.toFixed(1),
    figures.falseNotDemographicPer1000.toFixed(1),
    figures.recallAtOneInThousand.toFixed(3),
    figures.calibrationError.toFixed(4),
    figures.reportedCalibrationError.toFixed(4),
    figures.strictWeightedF1.toFixed(3),
  ];
  console.log(title.padEnd(52), ...cells.map((cell) => cell.padStart(11)));
  if (!withTypes) return;
  const bounds = (figure: (of: Figures) => number): string =>
    interval(outcomes, traits, figure)
      .map((bound) => bound.toFixed(3))
      .join(' to ');
  console.log(
    `  95 % intervals by table: weighted F1 ${bounds((of) => of.weightedF1)}, macro F1 ${bounds((of) => of.macroF1)}, sensitive F1 ${bounds((of) => of.sensitiveF1)}`,
  );
  for (const { infoType, support, precision, recall, f1 } of figures.types)
    console.log(
      `  ${infoType.padEnd(26)} ${String(support).padStart(5)} columns, precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${f1.toFixed(2)}`,
    );
}
