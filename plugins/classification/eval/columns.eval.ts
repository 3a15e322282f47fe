import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnModel } from '../src/model/column-model.ts';
import { crossValidate } from '../training/cross-validate.ts';
import { leaveOriginsOut } from '../training/leave-origins-out.ts';
import { FOLDS, OPTIONS } from '../training/options.ts';
import { type PreparedLook, prepare, prepareTables } from '../training/training-set.ts';
import { containedFigures, type PlantedOutcome } from './contained-figures.ts';
import { dataFolders, namedTables, sherlockColumns } from './data-sets.ts';
import { chanceFigures, figuresOf, interval, type Outcome } from './figures.ts';
import {
  formatCalibration,
  formatContained,
  formatFigures,
  formatHeading,
  formatTypes,
} from './format-figures.ts';
import { infoTypeTraits, knownTypes } from './info-type-traits.ts';
import { judgeLook } from './judge-look.ts';
import { VIEWPOINTS } from './looks.ts';
import { type PlantedTable, plantValues } from './plant-values.ts';
import { shippedClassifiers, withShippedClassifiers } from './shipped-classifiers.ts';

/**
 * `npm run eval -- columns`: how well columns are typed on tables that the model has not seen, by the code that ships. Models are
 * trained anew on four fifths of the groups (an R package, a published package, a column) and asked about the fifth; then
 * on all origins but one and asked about that one. Temperatures are fitted on unseen origins, and not on what is asked about.
 */
const folders = dataFolders();
const classifiers = await shippedClassifiers();
const named = namedTables(folders);
const sherlock = sherlockColumns(folders);
const tables = [...named, ...sherlock];
if (folders.packages === null)
  console.log('The tables of packages could not be fetched: figures without them.');

const { infoTypes, looks, plantings } = await withShippedClassifiers(async (asked) => {
  console.log(
    `${named.length} tables with headers and ${sherlock.length} single columns; ${asked.length} classifiers`,
  );
  const infoTypes = knownTypes(asked);
  const looks = new Map<string, readonly PreparedLook[]>();
  for (const { title, look } of VIEWPOINTS) {
    const prepared: PreparedLook[] = [];
    for (const [seed, table] of tables.entries())
      prepared.push(await prepare(table, { look: look(table, seed), weight: 1 }, asked, infoTypes));
    looks.set(title, prepared);
  }
  const plantings: { readonly planted: PlantedTable; readonly look: PreparedLook }[] = [];
  for (const planted of plantValues(tables, infoTypes, OPTIONS.seed)) {
    const look = await prepare(planted.table, { look: { rows: planted.rows }, weight: 1 }, asked, infoTypes);
    const columns = look.columns.filter(({ position }) => position === planted.position);
    plantings.push({ planted, look: { ...look, columns } });
  }
  return { infoTypes, looks, plantings };
});
const traits = infoTypeTraits(infoTypes);
// What only says what a column contains teaches the model nothing, but is asked as in a scan.
const training = (await prepareTables(tables, classifiers, infoTypes, OPTIONS.seed)).flatMap(
  ({ columns }) => columns,
);

const origins = leaveOriginsOut(training, OPTIONS);
const unseen = crossValidate(training, OPTIONS, FOLDS, origins.scored);
const modelOf = ({ table }: PreparedLook): ColumnModel => unseen.modelFor(table.group);
const judge = (
  chosen: readonly PreparedLook[],
  model: (look: PreparedLook) => ColumnModel = modelOf,
): readonly Outcome[] => chosen.flatMap((look) => judgeLook(look, model(look), infoTypes));
const isOf =
  (origin: string) =>
  ({ group }: { readonly group: string }): boolean =>
    group.startsWith(`${origin}/`);
const report: Record<string, unknown> = {};
function show(title: string, outcomes: readonly Outcome[], withTypes = false): void {
  const figures = figuresOf(outcomes, traits);
  const chance = chanceFigures(outcomes);
  report[title] = { ...figures, byChance: chance };
  console.log(formatFigures(title, figures));
  console.log(formatCalibration(figures, chance));
  if (!withTypes) return;
  console.log(
    formatTypes(figures, {
      weightedF1: interval(outcomes, traits, (of) => of.weightedF1),
      macroF1: interval(outcomes, traits, (of) => of.macroF1),
      sensitiveF1: interval(outcomes, traits, (of) => of.sensitiveF1),
    }),
  );
}

console.log(formatHeading('Groups it had not seen'));
for (const [title, prepared] of looks) {
  const isSherlock = ({ table }: PreparedLook): boolean => isOf('sherlock')(table);
  const withHeaders = prepared.filter((look) => !isSherlock(look));
  show(`${title}: tables with headers`, judge(withHeaders), title === '5 rows');
  show(`${title}: Sherlock`, judge(prepared.filter(isSherlock)));
}

console.log(formatHeading('Origins it had not seen (5 rows)'));
for (const origin of ['rdatasets', 'packages', 'databases', 'sherlock']) {
  const chosen = (looks.get('5 rows') ?? []).filter(({ table }) => isOf(origin)(table));
  if (chosen.length === 0) continue;
  const model = origins.modelFor(origin);
  show(
    origin,
    judge(chosen, () => model),
  );
  // The two have so little in common that one figure of both says nothing of either.
  if (origin !== 'databases') continue;
  for (const [group, own] of Map.groupBy(chosen, ({ table }) => table.group))
    show(
      group,
      judge(own, () => model),
    );
}

const planted = plantings.flatMap(({ planted, look }): readonly PlantedOutcome[] =>
  judge([look]).map((outcome) => ({ planted, outcome })),
);
const contained = containedFigures(planted, judge(looks.get('100 rows') ?? []));
report['contained'] = contained;
console.log(formatContained(contained));

const results = process.env['DATAWAVE_EVAL_RESULTS'] ?? join(import.meta.dirname, '../../../var/eval');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'columns.json'), `${JSON.stringify(report, null, 2)}\n`);
