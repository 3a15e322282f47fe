import { columnSensitivity, type InfoTypeDefinition, isSensitive } from '@datawave/plugin-sdk';
import { reportColumns, weighColumns } from '../src/judge-columns.ts';
import type { ColumnModel } from '../src/model/column-model.ts';
import { type ColumnContext, describeContext, sensitivityInContext } from '../src/sensitivity.ts';
import type { PreparedLook } from '../training/training-set.ts';
import type { Outcome } from './figures.ts';
import { NONE } from './label-files.ts';
import type { LabelledTable } from './labelled-tables.ts';

/** Confidence from which on a scan reports unless told otherwise. */
const REPORTED_FROM = 0.5;

/** What the engine says of a look's labelled columns, by the code that ships, beside what people say. */
export function judgeLook(
  { table, sample, evidence, columns }: PreparedLook,
  model: ColumnModel | null,
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): readonly Outcome[] {
  const judgement = { sample, evidence, infoTypes, model, minConfidence: REPORTED_FROM };
  const weighed = weighColumns(judgement);
  const verdicts = reportColumns(weighed, judgement);
  const context = contextOfLabels(table, infoTypes);
  return columns.flatMap(({ position, label }): readonly Outcome[] => {
    const verdict = verdicts[position];
    if (verdict === undefined) return [];
    const { classifications, sensitiveProbability } = verdict;
    const type = classifications.find(({ question }) => question === 'type');
    const any = weighed[position]?.types.reduce((sum, { confidence }) => sum + confidence, 0) ?? 0;
    const sensitivity = columnSensitivity(classifications);
    const isFlagged = sensitivity !== null && isSensitive(sensitivity);
    const flaggedAs = classifications.find((entry) => entry.sensitivity === sensitivity)?.infoType ?? NONE;
    return [
      {
        table: table.id,
        label,
        predicted: type?.infoType ?? NONE,
        confidence: type?.confidence ?? Math.max(0, 1 - any),
        flaggedAs: isFlagged ? flaggedAs : null,
        sensitiveLabels: label.filter((infoType) => isSensitiveIn(infoType, context, infoTypes)),
        sensitiveProbability,
        contained: classifications
          .filter((entry) => entry.question === 'contains' && isSensitive(entry.sensitivity))
          .map(({ infoType, confidence }) => ({ infoType, confidence })),
      },
    ];
  });
}

/** What stands in the table, by the labels of all its columns. */
const contextOfLabels = (
  { columns }: LabelledTable,
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): ColumnContext =>
  describeContext(
    columns.map(({ label }) => (label?.[0] === NONE ? null : (label?.[0] ?? null))),
    infoTypes,
  );

function isSensitiveIn(
  infoType: string,
  context: ColumnContext,
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): boolean {
  const definition = infoTypes.get(infoType);
  return definition !== undefined && isSensitive(sensitivityInContext(definition, context));
}
