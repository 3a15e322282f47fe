import { type ColumnModel, type ModelFile, taughtTypes } from '../src/model/column-model.ts';
import { correctedMargin } from '../src/model/score-candidates.ts';
import { boost } from './boost.ts';
import type { BoostOptions } from './grow-tree.ts';
import type { PreparedColumn } from './training-set.ts';

/** Trees, and the types that they were taught. */
export type TrainedTrees = Pick<ColumnModel, 'ensemble' | 'taught'>;

/** Corrected log odds of a column's candidates, in their order, before temperature. */
export interface ScoredColumn {
  readonly column: PreparedColumn;
  readonly scores: readonly number[];
}

/** Grows trees on the columns that have candidates and count. */
export const growTrees = (columns: readonly PreparedColumn[], options: BoostOptions): ModelFile['trees'] =>
  boost(
    columns.filter(({ rows, weight }) => rows.length > 0 && weight > 0),
    options,
  );

/** Grows trees and packs them as the engine takes them. */
export function trainTrees(columns: readonly PreparedColumn[], options: BoostOptions): TrainedTrees {
  const trees = growTrees(columns, options);
  return {
    ensemble: {
      feature: Int16Array.from(trees.feature),
      threshold: Float64Array.from(trees.threshold),
      left: Int32Array.from(trees.left),
      right: Int32Array.from(trees.right),
      roots: Int32Array.from(trees.roots),
    },
    taught: taughtTypes(supportOf(columns)),
  };
}

/** Scores columns as the engine does. */
export const scoreAll = (trees: TrainedTrees, columns: readonly PreparedColumn[]): readonly ScoredColumn[] =>
  columns.map((column) => ({
    column,
    scores: column.rows.map((features, index) =>
      correctedMargin(trees, {
        infoType: column.types[index] ?? '',
        margin: column.margins[index] ?? 0,
        features,
        isOutproven: column.outproven[index] ?? false,
      }),
    ),
  }));

/** Labelled columns of each type, each counted once however often it was looked at. */
export function supportOf(columns: readonly PreparedColumn[]): Readonly<Record<string, number>> {
  const labels = new Map(
    columns.map(({ table, column, label }) => [`${table} ${column}`, label[0] ?? 'none']),
  );
  const support: Record<string, number> = {};
  for (const infoType of labels.values())
    if (infoType !== 'none') support[infoType] = (support[infoType] ?? 0) + 1;
  return support;
}
