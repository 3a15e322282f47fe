import { expect } from 'chai';
import { scoreRow, type TreeEnsemble } from '../src/model/trees.ts';
import { boost } from './boost.ts';
import { OPTIONS } from './options.ts';
import { createRandom } from './random.ts';
import { trainTrees } from './train-trees.ts';
import type { TrainingColumn } from './training-column.ts';

const options = { ...OPTIONS, trees: 30, sampleColumns: 1, sampleFeatures: 1 };

/** Columns with two candidates, of which the one with the larger second feature is right where both first features are positive. */
function columns(count: number, seed: number): readonly TrainingColumn[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const gate = random() - 0.3;
    const rows = [random(), random()].map((value) => Float64Array.of(gate, value, random()));
    const best = (rows[0]?.[1] ?? 0) > (rows[1]?.[1] ?? 0) ? 0 : 1;
    return { rows, margins: [0, 0], right: gate > 0 ? [best] : [], weight: 1 };
  });
}

const ensembleOf = (training: readonly TrainingColumn[]): TreeEnsemble => {
  const trees = boost(training, options);
  return {
    feature: Int16Array.from(trees.feature),
    threshold: Float64Array.from(trees.threshold),
    left: Int32Array.from(trees.left),
    right: Int32Array.from(trees.right),
    roots: Int32Array.from(trees.roots),
  };
};

describe('boosted trees under a softmax', () => {
  it('learn which candidate is right, and when none is', () => {
    const model = ensembleOf(columns(2_000, 1));
    const unseen = columns(500, 2);
    const right = unseen.filter((column) => {
      const scores = column.rows.map((row) => scoreRow(model, row));
      const best = (scores[0] ?? 0) > (scores[1] ?? 0) ? 0 : 1;
      const said = (scores[best] ?? 0) > 0 ? [best] : [];
      return said.join() === column.right.join();
    });
    expect(right.length).to.be.above(425);
  });

  it('are the same for the same seed', () => {
    expect(boost(columns(300, 3), options)).to.deep.equal(boost(columns(300, 3), options));
  });

  it('leave the given scores as they are where nothing contradicts them', () => {
    const sure = Array.from({ length: 200 }, () => ({
      rows: [Float64Array.of(1, 1, 1)],
      margins: [9],
      right: [0],
      weight: 1,
    }));
    expect(Math.abs(scoreRow(ensembleOf(sure), Float64Array.of(1, 1, 1)))).to.be.below(0.1);
  });

  it('take no notice of columns without weight', () => {
    const prepared = columns(300, 4).map((column, index) => ({
      ...column,
      table: String(index),
      group: String(index),
      column: 'x',
      position: 0,
      types: ['A', 'B'],
      label: ['A'],
      outproven: [],
      lookWeight: 1,
    }));
    const contrary = prepared.map((column) => ({ ...column, right: [0, 1], weight: 0 }));
    expect(trainTrees([...prepared, ...contrary], options)).to.deep.equal(trainTrees(prepared, options));
  });
});
