import type { Evidence } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { explainContained, explainType, titleInSentence } from './explain.ts';

const sentence = (id: string, title: string): string =>
  explainType({ title: titleInSentence({ id, title }), confidence: 0.99, evidence: [] });

const piece = (weight: number, detail: string): Evidence => ({
  signal: 'name',
  classifier: 'any@1.0.0',
  weight,
  detail,
});

const because = (...evidence: readonly Evidence[]): string =>
  explainType({ title: 'person name', confidence: 0.6, evidence });

describe('the sentence of a verdict', () => {
  it('says first what weighs most, what speaks for it before what speaks against it', () => {
    expect(
      because(
        piece(1, 'the name says so'),
        piece(-2, 'the table is about things'),
        piece(3, 'the values are names'),
      ),
    ).to.equal(
      'Probably a person name (60\u00a0%), because the values are names and the name says so, although the table is about things.',
    );
  });

  it('parts with semicolons what has commas of its own', () => {
    expect(because(piece(3, 'one'), piece(2, 'two, and a half'), piece(1, 'three'))).to.match(
      /because one; two, and a half; and three\.$/,
    );
  });

  it('has room for three pieces for and two against, and leaves out what hardly weighs', () => {
    const text = because(
      ...[5, 4, 3, 2, 0.2, -0.2, -1, -2, -3].map((weight) => piece(weight, `it weighs ${weight}`)),
    );
    expect(text.match(/(?<=weighs )-?[\d.]*\d/g)).to.deep.equal(['5', '4', '3', '-3', '-2']);
    expect(because(piece(0.2, 'hardly'))).to.equal('Probably a person name (60\u00a0%).');
  });

  it('of what is hardly so gives what speaks against it as the reason', () => {
    const hardly = (...evidence: readonly Evidence[]): string =>
      explainType({ title: 'first name', confidence: 0.1, evidence });
    expect(hardly(piece(2, 'the values are names'))).to.equal(
      'Hardly a first name (10\u00a0%), although the values are names.',
    );
    expect(hardly(piece(2, 'the values are names'), piece(-3, 'the table is about things'))).to.equal(
      'Hardly a first name (10\u00a0%), because the table is about things, although the values are names.',
    );
  });

  it('never claims to be certain', () => {
    expect(explainType({ title: 'IBAN', confidence: 1, evidence: [] })).to.include('99\u00a0%');
  });

  it('counts what is found among other values', () => {
    expect(
      explainContained({ title: 'IBAN', confidence: 0.98, matched: 2, sampled: 50, evidence: [] }),
    ).to.equal('2 of 50 distinct values almost certainly hold an IBAN (98\u00a0%).');
    expect(
      explainContained({ title: 'IBAN', confidence: 0.98, matched: 1, sampled: 50, evidence: [] }),
    ).to.equal('1 of 50 distinct values almost certainly holds an IBAN (98\u00a0%).');
  });

  it('says of the only value that it is the only one', () => {
    expect(
      explainContained({ title: 'IBAN', confidence: 0.98, matched: 1, sampled: 1, evidence: [] }),
    ).to.equal('The only distinct value almost certainly holds an IBAN (98\u00a0%).');
  });

  it('says once what two pieces say, and gives what is left the room', () => {
    expect(because(piece(3, 'one'), piece(2, 'one'), piece(1, 'two'), piece(0.5, 'three'))).to.match(
      /because one, two and three\.$/,
    );
  });

  it('counts what was found once, and goes on with it', () => {
    const contained = (matched: number, detail: string): string =>
      explainContained({
        title: 'IBAN',
        confidence: 0.98,
        matched,
        sampled: 50,
        evidence: [piece(5, detail)],
      });
    expect(contained(1, '1 of 50 distinct values has the form of an IBAN')).to.equal(
      '1 of 50 distinct values almost certainly holds an IBAN (98\u00a0%), because it has the form of an IBAN.',
    );
    expect(contained(3, '3 of 50 distinct values have the form of an IBAN')).to.equal(
      '3 of 50 distinct values almost certainly hold an IBAN (98\u00a0%), because they have the form of an IBAN.',
    );
    expect(contained(3, '3 of 48 distinct texts hold one, by its form')).to.match(
      /because they hold one, by its form\.$/,
    );
    expect(contained(3, '2 of 50 distinct values have the form of an IBAN')).to.match(/because 2 of 50/);
  });

  it('writes titles small, but for abbreviations', () => {
    expect(sentence('EMAIL_ADDRESS', 'E-mail address')).to.equal(
      'Almost certainly an e-mail address (99\u00a0%).',
    );
    expect(sentence('IBAN', 'IBAN')).to.equal('Almost certainly an IBAN (99\u00a0%).');
    expect(sentence('URL', 'URL')).to.equal('Almost certainly a URL (99\u00a0%).');
  });

  it('leaves names of countries and what a workspace calls its types as they are', () => {
    expect(sentence('DE_TAX_ID', 'German tax identification number')).to.match(/a German tax/);
    expect(sentence('AT_SVNR', 'Austrian social insurance number')).to.match(/an Austrian social/);
    expect(sentence('MAC_ADDRESS', 'MAC address')).to.match(/a MAC address/);
    expect(sentence('SWIFT_CODE', 'SWIFT code')).to.match(/a SWIFT code/);
    expect(sentence('IP_ADDRESS', 'IP address')).to.match(/an IP address/);
    expect(sentence('ACME_BADGE', 'Acme badge')).to.match(/an Acme badge/);
  });
});
