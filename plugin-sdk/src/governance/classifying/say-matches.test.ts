import { expect } from 'chai';
import { sayMatches } from './say-matches.ts';

/** What is said of several values, and of one. */
const SAID: readonly (readonly [several: string, one: string])[] = [
  ['have the form of an e-mail address', 'has the form of an e-mail address'],
  [
    'have the length of their country and pass the check of an IBAN',
    'has the length of its country and passes the check of an IBAN',
  ],
  [
    'hold a date and pass the check digit of a Polish PESEL number',
    'holds a date and passes the check digit of a Polish PESEL number',
  ],
  [
    'pass the Luhn check and lie in a range that card networks issue',
    'passes the Luhn check and lies in a range that card networks issue',
  ],
  [
    'hold a date and can be divided as a Czech or Slovak birth number',
    'holds a date and can be divided as a Czech or Slovak birth number',
  ],
  ['are known first names', 'is a known first name'],
  ['are words for male and female', 'is a word for male and female'],
  ['are names of cities', 'is one of the names of cities'],
  ['are codes of ICD-10 that exist', 'is one of the codes of ICD-10 that exist'],
  ['are letters that stand for a gender', 'is one of the letters that stand for a gender'],
  ['are dates in which a person may have been born', 'is a date in which a person may have been born'],
  ['are ISO country codes of two letters', 'is one of the ISO country codes of two letters'],
  ['are URLs', 'is a URL'],
  ['are MAC addresses', 'is a MAC address'],
  ['are JSON web tokens', 'is a JSON web token'],
  ['are long random tokens', 'is a long random token'],
  ['are single words, as user names are', 'is a single word, as user names are'],
  ['are yes or no', 'is yes or no'],
  [
    'are masked but for the last digits, as card numbers are shown',
    'is masked but for the last digits, as card numbers are shown',
  ],
  ['are written as only password hashes are', 'is written as only password hashes are'],
  ['are long and look drawn at random', 'is long and looks drawn at random'],
  [
    'are the machine-readable line of a passport with its check digits',
    'is the machine-readable line of a passport with its check digits',
  ],
  ['are those whom people voted for', 'is one of those whom people voted for'],
  ['name a street with a number', 'names a street with a number'],
  ['are words or country codes', 'is a word or country code'],
  ['hold, among words, a card number', 'holds, among words, a card number'],
  ['resemble badges', 'is one of those that resemble badges'],
];

describe('saying of how many values something holds', () => {
  for (const [several, one] of SAID)
    it(`puts “${several}” for one value, too`, () => {
      expect(sayMatches(49, 50, several)).to.equal(`49 of 50 distinct values ${several}`);
      expect(sayMatches(50, 50, several)).to.equal(`50 of 50 distinct values ${several}`);
      expect(sayMatches(0, 50, several)).to.equal(`none of 50 distinct values ${several}`);
      expect(sayMatches(1, 50, several)).to.equal(`1 of 50 distinct values ${one}`);
      expect(sayMatches(1, 1, several)).to.equal(`the only distinct value ${one}`);
      expect(sayMatches(0, 1, several)).to.equal(`the only distinct value is none of those that ${several}`);
    });
});
