import { expect } from 'chai';
import { explainType, titleInSentence } from './explain.ts';

const sentence = (id: string, title: string): string =>
  explainType({ title: titleInSentence({ id, title }), confidence: 0.99, evidence: [] });

describe('the sentence of a verdict', () => {
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
    expect(sentence('ACME_BADGE', 'Acme badge')).to.match(/an Acme badge/);
  });
});
