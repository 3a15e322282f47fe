import { expect } from 'chai';
import { fit, ranked } from './rank.ts';

describe('ranking what the command palette finds', () => {
  const order = (typed: string, ...titles: readonly string[]): readonly string[] =>
    ranked(typed, titles, (title) => [title]).map(({ item }) => item);

  it('puts beginnings before words, words before parts, and parts before scattered letters', () => {
    expect(order('sca', 'Sources and cabinets', 'Escape', 'Run a scan', 'Scans')).to.deep.equal([
      'Scans',
      'Run a scan',
      'Escape',
    ]);
    expect(order('adsrc', 'Add a source', 'Assets')).to.deep.equal(['Add a source']);
  });

  it('minds neither case nor accents', () => {
    expect(fit('prufung', 'Prüfung')).to.equal(1);
    expect(fit('ÜBER', 'Übersicht')).to.equal(0.95);
  });

  it('takes words in any order', () => {
    expect(order('rule add', 'Add a scan rule', 'Scan rules')).to.deep.equal(['Add a scan rule']);
  });

  it('finds by other words, after those whose title fits as well', () => {
    const items = [
      { title: 'Add a source', words: ['database'] },
      { title: 'Databases', words: [] },
    ];
    expect(
      ranked('datab', items, ({ title, words }) => [title, ...words]).map(({ item }) => item.title),
    ).to.deep.equal(['Databases', 'Add a source']);
  });

  it('leaves out what fits only by chance, and keeps everything where nothing was typed', () => {
    expect(order('xyz', 'Scans', 'Sources')).to.deep.equal([]);
    expect(order('', 'Scans', 'Sources')).to.deep.equal(['Scans', 'Sources']);
    expect(order('sts', 'Sources and all that stands')).to.deep.equal([]);
  });
});
