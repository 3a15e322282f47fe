import { expect } from 'chai';
import { asProblem } from './as-problem.ts';

describe('what was thrown, as a problem', () => {
  it('says of a part that could not be fetched what to do, and not the address of its code', () => {
    for (const words of [
      'Failed to fetch dynamically imported module: http://127.0.0.1/plugins/catalog/ui/static/pages.js',
      'error loading dynamically imported module: http://127.0.0.1/plugins/catalog/ui/static/pages.js',
      'Importing a module script failed.',
    ]) {
      const { message, code, hint } = asProblem(new TypeError(words));
      expect({ message, code }).to.deep.equal({
        message: 'A part of this page could not be fetched.',
        code: 'DW_UI_PART',
      });
      expect(hint).to.contain('Check that DataWave is running');
    }
  });

  it('shows any other error in its own words', () => {
    expect(asProblem(new TypeError('x is no function'))).to.include({
      message: 'x is no function',
      code: 'DW_UI_ERROR',
    });
  });
});
