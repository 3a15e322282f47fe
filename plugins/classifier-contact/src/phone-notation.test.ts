import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createContactClassifier } from './contact-classifier.ts';
import { holdsPhoneAmongWords, isUnmistakablePhone } from './phone-notation.ts';

const UNMISTAKABLE = [
  ...['+49 30 1234567', '(+44) 20 7946 0958', '00 49 30 1234567', '0049 30 123456', '+1 (202) 555-0143 x123'],
  ...[
    '(202) 555-0143 ext. 12',
    '202.555.0143',
    '01 42 68 53 00',
    '020 7946 0958',
    '044 668 18 00',
    '02 9374 4000',
  ],
];
const AMONG_WORDS = [
  ...[
    'Tel. 030 123456',
    'tel:+1-202-555-0143',
    'Ph: (02) 9374 4000',
    'Fax: +1 202 555 0143',
    '800-555-0199 (toll free)',
  ],
  ...[
    'ask for Jim, +49 (0)30 1234567, after six',
    '+49 30 1234567; +49 30 7654321',
    '(202) 555-0143 / (202) 555-0144',
  ],
];
const OTHERS = [
  ...[
    '4111111111111111',
    '1700000000',
    '2024-01-01 00:00',
    '192.168.100.201',
    '12.345.678',
    '+1 250 000 000.00',
    '1 234 567 890',
  ],
  ...[
    '000 989 92 07',
    '123-45-6789',
    '978-3-16-148410-0',
    'REF-100-200-3000',
    'f(123) = 456',
    'ISBN 978-3-16-148410-0',
  ],
  ...[
    'profit +1 250 000 000 in 2020',
    'version 202.555.0143.7',
    'order 202-555',
    'the phone costs 499 00',
    '01.02.2003 04:05',
  ],
  ...['550e8400-e29b-41d4-a716-446655440000', '2-202-555-0143-9', 'microphone 1234567'],
];

describe('telephone numbers', () => {
  it('are unmistakable with a country code, an area code in parentheses or the groups of a country', () => {
    for (const value of UNMISTAKABLE) expect(isUnmistakablePhone(value), value).to.equal(true);
  });

  it('are found among words, in a row and after a word for them', () => {
    for (const value of AMONG_WORDS) expect(holdsPhoneAmongWords(value), value).to.equal(true);
  });

  it('are no amounts, dates, versions or numbers of other things', () => {
    for (const value of OTHERS)
      expect([isUnmistakablePhone(value), holdsPhoneAmongWords(value)], value).to.deep.equal([false, false]);
  });

  it('are counted among other values, but not in a column whose name says what its numbers count', async () => {
    const contained = async (name: string): Promise<readonly (number | undefined)[]> => {
      const words = Array.from({ length: 48 }, (_, index) => `delivered to the back door, floor ${index}`);
      const sample = buildSample('deliveries', [
        { name, values: [...words, 'ring +49 30 1234567 first', '01 42 68 53 00'] },
      ]);
      const [found] = await createContactClassifier().examine(sample, { workspaceId: null });
      return (found ?? [])
        .filter(({ question, infoType }) => question === 'contains' && infoType === 'PHONE_NUMBER')
        .map(({ matched }) => matched);
    };
    expect(await contained('remarks')).to.deep.equal([1]);
    expect(await contained('part_number')).to.deep.equal([]);
  });
});
