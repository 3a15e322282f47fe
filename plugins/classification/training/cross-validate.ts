import type { Outcome, TypeTraits } from '../eval/figures.ts';
import { type ColumnModel, taughtTypes } from '../src/model/column-model.ts';
import type { TreeEnsemble } from '../src/model/trees.ts';
import { correctionOf } from '../src/model/trees.ts';
import { type BoostOptions, boost } from './boost.ts';
import { createRandom } from './random.ts';
import type { PreparedColumn } from './training-set.ts';

/** Scores of a column's candidates by a model that has seen nothing of its group. */
export interface ScoredColumn {
  readonly column: PreparedColumn;
  readonly scores: readonly number[];
}

/**
 * Scores columns by models trained on the other folds; a group never stands in two folds.
 * @param columns - what is learned from
 * @param asked - what is scored, `columns` unless given; a group that was not learned from is scored by the first model
 */
export function crossValidate(
  columns: readonly PreparedColumn[],
  options: BoostOptions,
  folds: number,
  asked: readonly PreparedColumn[] = columns,
): readonly ScoredColumn[] {
  const random = createRandom(options.seed);
  const foldOf = new Map<string, number>();
  for (const { group } of columns) if (!foldOf.has(group)) foldOf.set(group, Math.floor(random() * folds));
  return Array.from({ length: folds }, (_, fold) => {
    const model = train(
      columns.filter(({ group }) => foldOf.get(group) !== fold),
      options,
    );
    return scoreAll(
      model,
      asked.filter(({ group }) => (foldOf.get(group) ?? 0) === fold),
    );
  }).flat();
}

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

/** Trees, and the types that they were taught. */
export type TrainedModel = Pick<ColumnModel, 'ensemble' | 'taught'>;

/** Trains on the columns that have candidates and count. */
export function train(columns: readonly PreparedColumn[], options: BoostOptions): TrainedModel {
  const trees = boost(
    columns.filter(({ rows, weight }) => rows.length > 0 && weight > 0),
    options,
  );
  const ensemble: TreeEnsemble = {
    feature: Int16Array.from(trees.feature),
    threshold: Float64Array.from(trees.threshold),
    left: Int32Array.from(trees.left),
    right: Int32Array.from(trees.right),
    roots: Int32Array.from(trees.roots),
  };
  return { ensemble, taught: taughtTypes(supportOf(columns)) };
}

/** Scores columns by one model. */
export const scoreAll = (
  { ensemble, taught }: TrainedModel,
  columns: readonly PreparedColumn[],
): readonly ScoredColumn[] =>
  columns.map((column) => ({
    column,
    scores: column.rows.map((row, index) => {
      const isTaught = taught.has(column.types[index] ?? '');
      return (column.margins[index] ?? 0) + correctionOf(ensemble, row, isTaught);
    }),
  }));

/** Probabilities of the candidates; what is missing to one is that of "none". */
export function probabilities(scores: readonly number[], temperature: number): readonly number[] {
  const scaled = scores.map((score) => Math.min(9, score / temperature));
  const most = Math.max(0, ...scaled);
  const shares = scaled.map((score) => Math.exp(score - most));
  const total = shares.reduce((sum, share) => sum + share, Math.exp(-most));
  return shares.map((share) => share / total);
}

/** The temperature at which the right answers are the likeliest: a search over a grid of one hundredths. */
export function fitTemperature(scored: readonly ScoredColumn[]): number {
  let best = 1;
  let leastLoss = Number.POSITIVE_INFINITY;
  for (let temperature = 0.6; temperature <= 2.5; temperature += 0.02) {
    let loss = 0;
    for (const { column, scores } of scored) {
      const shares = probabilities(scores, temperature);
      const right =
        column.right.length > 0
          ? column.right.reduce((sum, place) => sum + (shares[place] ?? 0), 0)
          : 1 - shares.reduce((sum, share) => sum + share, 0);
      loss -= column.weight * Math.log(Math.max(1e-9, right));
    }
    if (loss < leastLoss) {
      leastLoss = loss;
      best = temperature;
    }
  }
  return Math.round(best * 100) / 100;
}

/** What the engine would report of a scored column at the threshold. */
export function toOutcome(
  { column, scores }: ScoredColumn,
  temperature: number,
  threshold: number,
  traits: TypeTraits,
): Outcome {
  const shares = probabilities(scores, temperature);
  const order = shares.map((_, index) => index).sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
  const isSensitive = (index: number): boolean => traits.isSensitive(column.types[index] ?? '');
  const sensitiveProbability = order
    .filter(isSensitive)
    .reduce((sum, index) => sum + (shares[index] ?? 0), 0);
  const best = order[0] ?? -1;
  const top = shares[best] ?? 0;
  const chosen =
    top >= threshold ? best : sensitiveProbability >= threshold ? (order.find(isSensitive) ?? -1) : -1;
  const none = 1 - shares.reduce((sum, share) => sum + share, 0);
  return {
    table: column.table,
    label: column.label,
    predicted: column.types[chosen] ?? 'none',
    confidence: chosen < 0 ? none : (shares[chosen] ?? 0),
    sensitiveProbability,
  };
}
