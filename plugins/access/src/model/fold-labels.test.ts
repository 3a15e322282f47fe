import { expect } from 'chai';
import { foldLabels } from './fold-labels.ts';

describe('the labels of conditions', () => {
  it('are spelt as things carry them, each once, and nothing else is touched', () => {
    expect(
      foldLabels({
        domain: { in: ['Sales', ' sales '], orNone: true },
        tags: { any: ['PII', 'pii'], none: ['Customer  Data'] },
        source: { in: ['CRM'] },
        owner: { in: ['user:Ann'] },
      }),
    ).to.deep.equal({
      domain: { in: ['sales'], orNone: true },
      tags: { any: ['pii'], none: ['customer data'] },
      source: { in: ['CRM'] },
      owner: { in: ['user:Ann'] },
    });
    expect(foldLabels({})).to.deep.equal({});
  });
});
