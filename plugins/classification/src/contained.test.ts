import type { Classification, Classifier } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createContactClassifier } from '../../classifier-contact/src/contact-classifier.ts';
import { createNationalClassifier } from '../../classifier-national/src/national-classifier.ts';
import { createPaymentClassifier } from '../../classifier-payment/src/payment-classifier.ts';
import { createClassification } from './classification.ts';
import { isWorthContaining } from './worth-containing.ts';

const silent = (): void => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, child: () => log };
const classifiers: readonly Classifier[] = [
  createContactClassifier(),
  createPaymentClassifier(),
  createNationalClassifier(),
];
const service = createClassification({ classifiers: () => classifiers, log });

const ordinary = Array.from({ length: 49 }, (_, index) => `call back about order ${1000 + index}`);

const classify = async (values: readonly string[], name = 'notes') =>
  (await service.classify(buildSample('tickets', [{ name, values }]), { minConfidence: 0.5 }))[0];

describe('what a column contains', () => {
  it('is found where a single value of fifty is one', async () => {
    const verdict = await classify([...ordinary, 'DE89 3704 0044 0532 0130 00']);
    expect(verdict?.classifications[0]).to.include({
      question: 'contains',
      infoType: 'IBAN',
      matched: 1,
      sampled: 50,
    });
    expect(verdict?.sensitiveProbability).to.be.above(0.9);
    expect(verdict?.classifications[0]?.explanation).to.match(/^1 of 50 distinct values .* IBAN/);
  });

  for (const [infoType, value] of [
    ['US_SSN', '536-90-4399'],
    ['AT_SVNR', '1237 010180'],
    ['DE_SOCIAL_SECURITY_NUMBER', '15 070649 C 103'],
  ] as const)
    it(`is found where one of fifty is a social insurance number: ${infoType}`, async () => {
      const verdict = await classify([...ordinary, value]);
      expect(verdict?.classifications[0]).to.include({
        question: 'contains',
        infoType,
        matched: 1,
        sampled: 50,
      });
    });

  it('is not said of what a text mentions without harm, nor of the parts of what the column is', () => {
    const of = (infoType: string, sensitivity: Classification['sensitivity']): Classification => ({
      question: 'contains',
      infoType,
      category: 'user',
      sensitivity,
      confidence: 0.9,
      matched: 1,
      sampled: 50,
      evidence: [],
      explanation: '',
      version: 'test',
      status: 'suggested',
    });
    const address: Classification = { ...of('STREET_ADDRESS', 'confidential'), question: 'type' };
    expect(isWorthContaining(of('ORGANIZATION_NAME', 'internal'), undefined)).to.equal(false);
    expect(isWorthContaining(of('POSTAL_CODE', 'confidential'), address)).to.equal(false);
    expect(isWorthContaining(of('IBAN', 'restricted'), address)).to.equal(true);
    const wanted = { signal: 'rule', classifier: 'custom/x@1', weight: 4, detail: 'the rule fits' } as const;
    expect(isWorthContaining({ ...of('PROJECT_CODE', 'internal'), evidence: [wanted] }, undefined)).to.equal(
      true,
    );
  });

  it('is not said of what the column is anyway', async () => {
    const emails = Array.from({ length: 50 }, (_, index) => `person.${index}@example.org`);
    const verdict = await classify(emails, 'email');
    expect(verdict?.classifications.map(({ question, infoType }) => [question, infoType])).to.deep.equal([
      ['type', 'EMAIL_ADDRESS'],
    ]);
  });

  it('is not made of what chance alone brings: a tenth of long numbers pass the check of cards', async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => String(4_000_000_000_000_000 + index * 7_919));
    const verdict = await classify(numbers, 'order_no');
    expect(verdict?.classifications.filter(({ question }) => question === 'contains')).to.deep.equal([]);
  });
});
