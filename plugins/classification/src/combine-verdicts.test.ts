import type {
  Classification,
  ClassificationQuestion,
  ColumnVerdict,
  PartialVerdicts,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { combineVerdicts } from './combine-verdicts.ts';

const entry = (
  infoType: string,
  confidence: number,
  matched: number,
  sampled: number,
  question: ClassificationQuestion = 'type',
): Classification => ({
  question,
  infoType,
  category: 'user.contact',
  sensitivity: 'confidential',
  confidence,
  matched,
  sampled,
  evidence: [],
  explanation: '',
  version: 'engine@1.0.0',
  status: 'suggested',
});

const part = (distinct: number, ...classifications: readonly Classification[]): PartialVerdicts => ({
  verdicts: [{ classifications, sensitiveProbability: 0, review: null }],
  distinctCounts: [distinct],
});

const combined = (
  parts: readonly PartialVerdicts[],
  required: (infoType: string) => number = () => 0.5,
): ColumnVerdict | undefined => combineVerdicts(parts, new Map(), required)[0];

describe('verdicts of slices put together', () => {
  it('contain what one slice alone contains, with how many of all values it is', () => {
    const parts = Array.from({ length: 10 }, (_, at) =>
      at === 7 ? part(1000, entry('US_SSN', 0.9, 3, 1000, 'contains')) : part(1000),
    );
    const [found] = combined(parts)?.classifications ?? [];
    expect(found).to.include({ infoType: 'US_SSN', question: 'contains', confidence: 0.9 });
    expect([found?.matched, found?.sampled]).to.deep.equal([3, 10_000]);
    expect(found?.explanation).to.include('3');
  });

  it('are of a type when most of what was seen says so, and not when a single slice does', () => {
    const email = entry('EMAIL_ADDRESS', 0.98, 500, 500);
    expect(
      combined([part(500, email), part(500, email), part(400, email)])?.classifications[0]?.infoType,
    ).to.equal('EMAIL_ADDRESS');
    expect(combined([part(500, email), part(500), part(500), part(500)])?.classifications).to.deep.equal([]);
  });

  it('leave out slices that saw no value of the column', () => {
    const email = entry('EMAIL_ADDRESS', 0.98, 500, 500);
    const alone = combined([part(500, email)]);
    expect(combined([part(0), part(500, email), part(0)])?.classifications).to.deep.equal(
      alone?.classifications,
    );
  });

  it('weigh what a slice holds back for a person as what it reports', () => {
    const doubt = entry('EMAIL_ADDRESS', 0.4, 200, 500);
    const asking: PartialVerdicts = {
      verdicts: [
        { classifications: [], sensitiveProbability: 0.4, review: { reason: 'unsure', candidates: [doubt] } },
      ],
      distinctCounts: [500],
    };
    expect(combined([asking, asking], () => 0.3)?.classifications[0]?.confidence).to.be.closeTo(0.4, 0.01);
    expect(combined([asking, asking])?.review?.candidates[0]?.infoType).to.equal('EMAIL_ADDRESS');
  });

  it('are reported from the threshold of their own type on', () => {
    const parts = [part(500, entry('EMAIL_ADDRESS', 0.8, 500, 500), entry('URL', 0.1, 2, 500, 'contains'))];
    const required = (infoType: string): number => (infoType === 'URL' ? 0.05 : 0.9);
    expect(combined(parts, required)?.classifications.map(({ infoType }) => infoType)).to.deep.equal(['URL']);
  });

  it('answer nothing where there is nothing to put together', () => {
    expect(combineVerdicts([], new Map(), () => 0.5)).to.deep.equal([]);
    expect(combined([part(0), part(0)])).to.deep.equal({
      classifications: [],
      sensitiveProbability: 0,
      review: null,
    });
  });
});
