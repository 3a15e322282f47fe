import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { withoutValues } from './without-values.ts';

const VALUE = 'ada@example.org';

/** Everything that a log would show of an error. */
const shown = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${error.message} ${error.stack} ${JSON.stringify(error)} ${shown(error.cause)}`
    : JSON.stringify(error);

describe('an error of a driver without values', () => {
  it('says its name, its code and where, and quotes nothing', () => {
    const error = Object.assign(new RangeError(`bad value\n    at "${VALUE}"`, { cause: VALUE }), {
      code: '22P02',
      detail: VALUE,
    });
    const told = shown(withoutValues(error));
    expect(told).to.include('RangeError').and.to.include('22P02').and.to.include('without-values.test.ts');
    expect(told).not.to.include(VALUE);
  });

  it('says neither a name nor a code that may be a value', () => {
    const card = '5105105105105100';
    const error = Object.assign(new TypeError('no'), { name: VALUE, code: card });
    expect(shown(withoutValues(error)))
      .to.include('Error: ')
      .and.not.to.include(VALUE)
      .and.not.to.include(card);
  });

  it('stays what it is where it is ours, but for what caused it', () => {
    const options = { code: 'DW_SOURCE_QUERY', message: 'The query failed.' };
    const error = new DataWaveError({ ...options, cause: new Error(VALUE) });
    expect(withoutValues(error)).to.equal(error);
    expect(shown(error)).not.to.include(VALUE);
    const abort = AbortSignal.abort().reason;
    expect(withoutValues(abort)).to.equal(abort);
  });
});
