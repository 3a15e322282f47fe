import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dataFolders, namedTables, sherlockColumns } from '../eval/data-sets.ts';
import { figuresOf } from '../eval/figures.ts';
import { infoTypeTraits, knownTypes } from '../eval/info-type-traits.ts';
import { judgeLook } from '../eval/judge-look.ts';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { FEATURE_NAMES } from '../src/model/candidate-features.ts';
import type { ModelFile } from '../src/model/column-model.ts';
import { checksumOf, SHIPPED_MODEL } from '../src/model/load-model.ts';
import { leaveOriginsOut } from './leave-origins-out.ts';
import { OPTIONS } from './options.ts';
import { growTrees, supportOf } from './train-trees.ts';
import { TRAINING_DATA } from './training-data.ts';
import { prepareTables } from './training-set.ts';

/**
 * `npm run train`: trains the model of columns and writes it to `model/columns.json`. Deterministic: the same data, rules and seed give the same file.
 */
async function main(): Promise<void> {
  const folders = dataFolders();
  const classifiers = await shippedClassifiers();
  const infoTypes = knownTypes(classifiers);
  const tables = [...namedTables(folders), ...sherlockColumns(folders)];
  const looks = await prepareTables(tables, classifiers, infoTypes, OPTIONS.seed);
  const columns = looks.flatMap((look) => look.columns);
  console.log(
    `${tables.length} tables, ${columns.length} looks at columns, ${FEATURE_NAMES.length} features`,
  );
  const unseen = leaveOriginsOut(columns, OPTIONS);
  const { temperature } = unseen;
  const firstLooks = [...new Map(looks.toReversed().map((look) => [look.table, look])).values()];
  const models = new Map(
    [...new Set(tables.map(({ origin }) => origin))].map((origin) => [origin, unseen.modelFor(origin)]),
  );
  const { types: _, ...figures } = figuresOf(
    firstLooks.flatMap((look) => judgeLook(look, models.get(look.table.origin) ?? null, infoTypes)),
    infoTypeTraits(infoTypes),
  );
  console.log('on origins that it had not seen, 5 rows of each table:', figures, 'temperature', temperature);
  const trees = growTrees(columns, OPTIONS);
  const checksum = checksumOf(trees);
  const model: ModelFile = {
    format: 'datawave-column-model',
    // Verdicts name it: other trees must not go by the same name.
    version: `model@${checksum.slice(0, 8)}`,
    checksum,
    features: FEATURE_NAMES,
    temperature,
    support: supportOf(columns),
    trees,
    training: {
      options: { ...OPTIONS },
      data: TRAINING_DATA.filter(({ id }) => id !== 'packages' || folders.packages !== null),
      tables: tables.length,
      looks: columns.length,
      unseenOrigins: figures,
    },
  };
  mkdirSync(fileURLToPath(new URL('.', SHIPPED_MODEL)), { recursive: true });
  writeFileSync(SHIPPED_MODEL, `${JSON.stringify(model)}\n`);
  console.log(
    `written: ${fileURLToPath(SHIPPED_MODEL)}, ${trees.roots.length} trees, ${trees.feature.length} nodes`,
  );
}

await main();
