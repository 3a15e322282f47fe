import type { ColumnModel } from '../src/model/column-model.ts';
import { fitTemperature } from './fit-temperature.ts';
import type { BoostOptions } from './grow-tree.ts';
import { createRandom } from './random.ts';
import { type ScoredColumn, scoreAll, type TrainedTrees, trainTrees } from './train-trees.ts';
import type { PreparedColumn } from './training-set.ts';

/** Models each of which has not seen a part of the groups. */
export interface CrossValidation {
  /**
   * The model that has seen nothing of the group, neither in its trees nor in its temperature; for a group that was not learned from
   * at all, the first.
   */
  modelFor(group: string): ColumnModel;
  /** The temperature that fits the columns that are kept, each scored by a model that had not seen it. */
  temperatureFor(isKept: (column: PreparedColumn) => boolean): number;
}

/**
 * Trains a model for each fold on the other folds; a group never stands in two. The temperature of a fold's model is fitted on the
 * other folds alone, whose scores come from models that had not seen them. (Those had seen the fold that is asked about,
 * which bears on one number.)
 * @param calibration - scores by which temperatures are fitted; those of the folds themselves unless given
 */
export function crossValidate(
  columns: readonly PreparedColumn[],
  options: BoostOptions,
  folds: number,
  calibration?: readonly ScoredColumn[],
): CrossValidation {
  const random = createRandom(options.seed);
  const foldOf = new Map<string, number>();
  for (const { group } of columns) if (!foldOf.has(group)) foldOf.set(group, Math.floor(random() * folds));
  const isIn =
    (fold: number) =>
    ({ group }: PreparedColumn): boolean =>
      foldOf.get(group) === fold;
  const trees = Array.from({ length: folds }, (_, fold) =>
    trainTrees(
      columns.filter((column) => !isIn(fold)(column)),
      options,
    ),
  );
  const unseen = calibration ?? trees.flatMap((model, fold) => scoreAll(model, columns.filter(isIn(fold))));
  const temperatureFor: CrossValidation['temperatureFor'] = (isKept) =>
    fitTemperature(unseen.filter(({ column }) => isKept(column)));
  const models = trees.map((model, fold) =>
    asModel(
      model,
      temperatureFor((column) => !isIn(fold)(column)),
    ),
  );
  const [first] = models;
  if (first === undefined) throw new RangeError('cross-validation takes at least one fold');
  return {
    modelFor: (group) => models[foldOf.get(group) ?? 0] ?? first,
    temperatureFor,
  };
}

/** Trees with a temperature: what the engine takes. */
export const asModel = (trees: TrainedTrees, temperature: number): ColumnModel => ({
  ...trees,
  temperature,
  version: 'model@unseen',
});
