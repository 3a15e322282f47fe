import { expect } from 'chai';
import { crossValidate } from './cross-validate.ts';
import { OPTIONS } from './options.ts';
import { createRandom } from './random.ts';
import type { PreparedColumn } from './training-set.ts';

// Trees that learn next to nothing: what is looked at is the temperature.
const options = { ...OPTIONS, trees: 1, learningRate: 0.001, sampleColumns: 1, sampleFeatures: 1 };

/** Columns whose only candidate is right in four of five cases, whatever is told of it. */
function columnsOf(groups: number, seed: number): readonly PreparedColumn[] {
  const random = createRandom(seed);
  return Array.from({ length: groups * 10 }, (_, index) => {
    const rows = [Float64Array.of(random(), random())];
    const isRight = random() < 0.8;
    return {
      table: `t${index}`,
      group: `g${index % groups}`,
      column: 'x',
      position: 0,
      types: ['EMAIL_ADDRESS'],
      label: [isRight ? 'EMAIL_ADDRESS' : 'none'],
      rows,
      margins: [3],
      outproven: [false],
      right: isRight ? [0] : [],
      weight: 1,
      lookWeight: 1,
    };
  });
}

describe('cross-validation', () => {
  const columns = columnsOf(20, 5);

  it('fits the temperature of a model without the groups that it is asked about', () => {
    const before = crossValidate(columns, options, 4);
    const group = 'g0';
    const model = before.modelFor(group);
    const fellows = new Set(
      columns.map((column) => column.group).filter((other) => before.modelFor(other) === model),
    );
    expect(fellows.size).to.be.within(1, 19);
    // Whatever the groups of a fold say, and however loudly, the model that is asked about them stays what it is.
    const louder = columns.map((column) =>
      fellows.has(column.group)
        ? { ...column, label: ['EMAIL_ADDRESS'], right: [0], weight: 50, lookWeight: 50 }
        : column,
    );
    const after = crossValidate(louder, options, 4);
    expect(after.modelFor(group).ensemble).to.deep.equal(model.ensemble);
    expect(after.modelFor(group).temperature).to.be.closeTo(model.temperature, 0.05);
    const everything = () => true;
    expect(after.temperatureFor(everything)).to.be.below(before.temperatureFor(everything) - 0.5);
  });
});
