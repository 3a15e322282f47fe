import { type Classification, INFO_TYPES, type Sensitivity } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { requestReview } from './request-review.ts';

const INDEX = new Map(INFO_TYPES.map((definition) => [definition.id, definition]));

const entry = (
  infoType: string,
  confidence: number,
  part: Partial<Classification> & { readonly sensitivity?: Sensitivity } = {},
): Classification => ({
  question: 'type',
  infoType,
  category: 'user',
  sensitivity: 'confidential',
  confidence,
  matched: 3,
  sampled: 50,
  evidence: [],
  explanation: '',
  version: 'engine@1.0.0',
  status: 'suggested',
  ...part,
});

const ask = (types: readonly Classification[], contained: readonly Classification[] = []) =>
  requestReview(types, contained, INDEX);

const inside = (infoType: string, confidence: number): Classification =>
  entry(infoType, confidence, { question: 'contains' });

describe('asking a person', () => {
  it('happens between the confidences that can be relied on, and says in words of what', () => {
    expect(ask([entry('EMAIL_ADDRESS', 0.19)])).to.equal(null);
    expect(ask([entry('EMAIL_ADDRESS', 0.81)])).to.equal(null);
    expect(ask([entry('EMAIL_ADDRESS', 0.5)])).to.deep.equal({
      reason: 'It may be an e-mail address, but the evidence is not enough to rely on.',
      candidates: [entry('EMAIL_ADDRESS', 0.5)],
    });
  });

  it('happens where several types together are sure and none is, and not for many unlikely ones', () => {
    const rivals = ['EE_ISIKUKOOD', 'LT_PERSONAL_CODE'].map((infoType) => entry(infoType, 0.45));
    expect(ask(rivals)?.reason).to.match(/^It surely holds sensitive values/);
    expect(ask(['AGE', 'GENDER', 'SALARY'].map((infoType) => entry(infoType, 0.1)))).to.equal(null);
  });

  it('is not worth it for what is not sensitive', () => {
    expect(ask([entry('CITY', 0.5, { sensitivity: 'internal' })])).to.equal(null);
  });

  it('happens for what may stand among other values by chance', () => {
    expect(ask([], [inside('IBAN', 0.6)])?.reason).to.equal(
      '3 of 50 distinct values look like an IBAN, which may be chance.',
    );
    expect(ask([], [{ ...inside('IBAN', 0.6), matched: 1 }])?.reason).to.equal(
      '1 of 50 distinct values looks like an IBAN, which may be chance.',
    );
    expect(ask([], [{ ...inside('IBAN', 0.6), matched: 1, sampled: 1 }])?.reason).to.equal(
      'The only distinct value looks like an IBAN, which may be chance.',
    );
  });

  it('does not happen for the type of what it surely contains, but does for another', () => {
    const surely = [inside('PHONE_NUMBER', 0.92)];
    expect(ask([entry('PHONE_NUMBER', 0.3)], surely)).to.equal(null);
    expect(ask([entry('PHONE_NUMBER', 0.3), entry('USERNAME', 0.25)], surely)?.reason).to.match(/user name/);
  });
});
