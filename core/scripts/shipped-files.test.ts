import { expect } from 'chai';
import { findShippingFaults } from './shipped-files.ts';

const PATHS = ['README.md', 'package.json', 'src/a.ts', 'src/a.test.ts', 'test/b.ts', 'ui/index.ts'];
const faults = (files?: readonly string[], paths = PATHS): readonly string[] =>
  findShippingFaults({ name: '@datawave/x', ...(files === undefined ? {} : { files }) }, paths);

describe('the files that a package ships', () => {
  it('are all but those that stay in the checkout', () => {
    expect(faults(['src', 'ui', 'README.md', '!**/*.test.ts'])).to.deep.equal([]);
  });

  it('must be named, since npm would ship everything', () => {
    expect(faults()).to.deep.equal(['it has no "files", so that its tests would be shipped']);
  });

  it('are complete', () => {
    expect(faults(['src', 'README.md', '!**/*.test.ts'])).to.deep.equal(['"files" leaves out ui/index.ts']);
  });

  it('hold no tests', () => {
    expect(faults(['src', 'test', 'ui', 'README.md'])).to.deep.equal([
      '"files" ships src/a.test.ts, which stays in the checkout',
      '"files" ships test/b.ts, which stays in the checkout',
    ]);
  });

  it('are there', () => {
    expect(faults(['src', 'ui', 'sr', 'README.md', '!**/*.test.ts'])).to.deep.equal([
      '"files" names sr, which is not there',
    ]);
  });

  it('are those of its build where that is shipped', () => {
    expect(faults(['dist', 'README.md'])).to.deep.equal([]);
  });
});
