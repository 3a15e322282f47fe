import { expect } from 'chai';
import fc from 'fast-check';
import { explanationText } from './explanation-text.ts';
import { useLanguage } from './language.ts';
import { saidText } from './said-text.ts';

const GERMAN = {
  'E-mail address': 'E-Mail-Adresse',
  '{how}: {what} ({share} %).': '{how}: {what} ({share} %).',
  'This speaks against it: {reasons}.': 'Dagegen spricht: {reasons}.',
  'This speaks for it: {reasons}.': 'Dafür spricht: {reasons}.',
  'Very probably': 'Sehr wahrscheinlich',
  'said|the name says "{words}"': 'der Name sagt „{words}“',
  'said|no value stands twice': 'kein Wert kommt doppelt vor',
  'said|have the form of a URL': 'Form einer URL',
  'said|{claimSaid}, common ones': '{claimSaid}, häufige',
  'said|{matched} of {total} distinct values {claimSaid}': '{matched} von {total} Werten: {claimSaid}',
  'said|It may be {titleSaid}.': 'Vielleicht: {titleSaid}.',
  'said|{n} rows, then {place}': '{n, plural, one {# Zeile} other {# Zeilen}}, dann {place}',
  'said|{n} rows': '{n} Zeilen',
  'said|{who} accepted it on {day}.': '{who} nahm es am {day} an.',
};

describe('what the server said', () => {
  beforeEach(() => useLanguage('de', GERMAN));
  afterEach(() => useLanguage('en'));

  it('is found as a whole, by its form, and by what is said of several where it is said of one', () => {
    expect(
      [
        'no value stands twice',
        'the name says "no value stands twice"',
        '1,200 of 5,000 distinct values have the form of a URL',
        '1 of 50 distinct values has the form of a URL',
        '3 of 50 distinct values have the form of a URL, common ones',
        'It may be an e-mail address.',
      ].map(saidText),
    ).to.deep.equal([
      'kein Wert kommt doppelt vor',
      // What people named is never taken for words of ours.
      'der Name sagt „no value stands twice“',
      '1.200 von 5.000 Werten: Form einer URL',
      '1 von 50 Werten: Form einer URL',
      '3 von 50 Werten: Form einer URL, häufige',
      'Vielleicht: E-Mail-Adresse.',
    ]);
  });

  it('is matched by the form that says most itself, and counts only by numbers', () => {
    expect(['1 rows, then Berlin', '7 rows, then {n} rows', '2020 rows'].map(saidText)).to.deep.equal([
      ...['1 Zeile, dann Berlin', '7 Zeilen, dann {n} rows', '2020 Zeilen'],
    ]);
    expect(saidText('many rows, then more rows')).to.equal('many rows, then more Zeilen');
  });

  it('stays as it is where no form fits it, and in English', () => {
    for (const other of ['', 'Nothing of the kind.', 'x'.repeat(9_000)])
      expect(saidText(other)).to.equal(other);
    useLanguage('en');
    expect(saidText('no value stands twice')).to.equal('no value stands twice');
  });

  it('never throws, and takes no place of a form from what stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (word) => {
        expect(saidText(`the name says "${word}"`)).to.equal(`der Name sagt „${word}“`);
        expect(saidText(word)).to.be.a('string');
      }),
    );
  });

  it('makes an explanation of the evidence, after the word of whoever accepted it', () => {
    const verdict = {
      ...{ question: 'type' as const, confidence: 0.9, matched: 3, sampled: 50 },
      explanation: 'Very probably an e-mail address (90\u00a0%), because the name says "mail".',
      evidence: [
        { signal: 'name', classifier: 'a@1', weight: 3, detail: 'the name says "mail"' },
        { signal: 'key', classifier: 'a@1', weight: -1, detail: 'no value stands twice' },
        { signal: 'key', classifier: 'b@1', weight: 0.1, detail: 'not worth a word' },
      ] as const,
    };
    const german =
      'Sehr wahrscheinlich: E-Mail-Adresse (90 %). Dafür spricht: der Name sagt „mail“. Dagegen spricht: kein Wert kommt doppelt vor.';
    expect(explanationText(verdict, 'E-Mail-Adresse')).to.equal(german);
    const explanation = `Ada accepted it on 2026-01-31. ${verdict.explanation}`;
    expect(explanationText({ ...verdict, confidence: 1, explanation }, 'E-Mail-Adresse')).to.equal(
      `Ada nahm es am 2026-01-31 an. ${german}`,
    );
    useLanguage('en');
    expect(explanationText(verdict, 'E-mail address')).to.equal(verdict.explanation);
  });
});
