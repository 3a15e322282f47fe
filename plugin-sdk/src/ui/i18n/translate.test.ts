import { expect } from 'chai';
import fc from 'fast-check';
import { count } from './count.ts';
import { direction, language, useLanguage } from './language.ts';
import { rich, t } from './translate.ts';

describe('t', () => {
  afterEach(() => useLanguage('en'));

  it('shows the translation, and English where there is none', () => {
    useLanguage('de', { 'Add a source': 'Quelle hinzufügen', Empty: '' });
    expect([t('Add a source'), t('Run a scan'), t('Empty')]).to.deep.equal([
      'Quelle hinzufügen',
      'Run a scan',
      'Empty',
    ]);
    useLanguage('en');
    expect(t('Add a source')).to.equal('Add a source');
  });

  it('tells two meanings of one English word apart', () => {
    useLanguage('de', { Open: 'Öffnen', 'state|Open': 'Offen', Close: 'Schließen' });
    expect([t('Open'), t('Open', {}, 'state'), t('Close', {}, 'button')]).to.deep.equal([
      'Öffnen',
      'Offen',
      'Schließen',
    ]);
  });

  it('counts by the rules of the language and writes its numbers', () => {
    const key = '{n, plural, one {# column} other {# columns}}';
    expect([
      t(key, { n: 1 }),
      t(key, { n: 1200 }),
      t('{n} of {all}', { n: 1200, all: '1200' }),
    ]).to.deep.equal(['1 column', '1,200 columns', '1,200 of 1200']);
    useLanguage('de', { [key]: '{n, plural, one {# Spalte} other {# Spalten}}' });
    expect([count(1, 'column'), count(1200, 'column'), count(2, 'row')]).to.deep.equal([
      '1 Spalte',
      '1.200 Spalten',
      '2 rows',
    ]);
  });

  it('shows English for a translation that is broken', () => {
    useLanguage('de', { 'Hello {name}': 'Hallo {nmae}', 'All {n} rows': 'Alle {n, plural, one {' });
    expect([t('Hello {name}', { name: 'Ada' }), t('All {n} rows', { n: 3 })]).to.deep.equal([
      'Hello Ada',
      'All 3 rows',
    ]);
  });

  it('never throws, whatever the text, its translation and its values', () => {
    const syntax = fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '<',
        '>',
        '/',
        "'",
        '#',
        ',',
        'n',
        'b',
        ' plural',
        ' one',
        '😀',
        'é',
        '"',
      ),
    });
    const text = fc.oneof(syntax, fc.string({ unit: 'grapheme' }));
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined));
    fc.assert(
      fc.property(text, text, fc.dictionary(fc.string(), value), (english, translation, values) => {
        useLanguage('de', { [english]: translation });
        expect(t(english, values)).to.be.a('string');
        expect(rich(english, values)).to.be.an('array');
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves a text without syntax as it is', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[{<']/.test(text));
    fc.assert(fc.property(plain, (text) => t(text) === text));
  });
});

describe('rich', () => {
  afterEach(() => useLanguage('en'));

  it('puts templates where tags and placeholders are', () => {
    const strong = (parts: readonly unknown[]) => ({ strong: parts });
    useLanguage('de', { 'Signed in as <b>{name}</b>': 'Angemeldet als <b>{name}</b>.' });
    expect(rich('Signed in as <b>{name}</b>', { name: 'Ada', b: strong })).to.deep.equal([
      'Angemeldet als ',
      { strong: ['Ada'] },
      '.',
    ]);
    const part = { template: 1 };
    expect(rich('See {link} for {n} more', { link: part, n: 1200 })).to.deep.equal([
      'See ',
      part,
      ' for 1.200 more',
    ]);
  });
});

describe('useLanguage', () => {
  afterEach(() => useLanguage('en'));

  it('knows in which direction a language is written', () => {
    expect([direction(), direction('ar'), direction('he-IL'), direction('de-AT')]).to.deep.equal([
      'ltr',
      'rtl',
      'rtl',
      'ltr',
    ]);
    useLanguage('ar');
    expect([language(), direction()]).to.deep.equal(['ar', 'rtl']);
  });

  it('refuses what is no language', () => {
    expect(() => useLanguage('../de')).to.throw(RangeError);
  });
});
