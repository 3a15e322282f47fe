import type { ColumnModel } from '../src/model/column-model.ts';
import { asModel } from './cross-validate.ts';
import { fitTemperature } from './fit-temperature.ts';
import type { BoostOptions } from './grow-tree.ts';
import { type ScoredColumn, scoreAll, trainTrees } from './train-trees.ts';
import type { PreparedColumn } from './training-set.ts';

/** Models each of which has seen nothing of one origin of tables. */
export interface UnseenOrigins {
  /** The model that has seen nothing of the origin, neither in its trees nor in its temperature. */
  modelFor(origin: string): ColumnModel;
  /** Every column, scored by the model that had not seen its origin. */
  readonly scored: readonly ScoredColumn[];
  /** Fitted on all of them: for a model that has seen every origin and meets new ones. */
  readonly temperature: number;
}

/** What a group belongs to: `packages/bokeh` to `packages`. */
export const originOf = (group: string): string => group.split('/')[0] ?? group;

/**
 * Trains a model for each origin on the other ones. Groups of one origin are more alike than those that a model meets later:
 * confidences fitted on unseen groups are too sure, those fitted on unseen origins are not.
 */
export function leaveOriginsOut(columns: readonly PreparedColumn[], options: BoostOptions): UnseenOrigins {
  const origins = [...new Set(columns.map(({ group }) => originOf(group)))];
  const trees = new Map(
    origins.map((origin) => [
      origin,
      trainTrees(
        columns.filter(({ group }) => originOf(group) !== origin),
        options,
      ),
    ]),
  );
  const scored = [...trees].flatMap(([origin, model]) =>
    scoreAll(
      model,
      columns.filter(({ group }) => originOf(group) === origin),
    ),
  );
  return {
    scored,
    temperature: fitTemperature(scored),
    modelFor(origin) {
      const model = trees.get(origin);
      if (model === undefined) throw new RangeError(`nothing is of the origin ${origin}`);
      const others = scored.filter(({ column }) => originOf(column.group) !== origin);
      return asModel(model, fitTemperature(others));
    },
  };
}
