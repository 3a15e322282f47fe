import { expect } from 'chai';
import fc from 'fast-check';
import {
  isEuropeanCard,
  isGermanDrugNumber,
  isGermanInsuranceNumber,
  isMedicareId,
  isNpi,
  isSnomedConcept,
} from './check-digits.ts';

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

/** Of the ten last digits exactly one must pass. */
function passesOnce(body: string, isValid: (text: string) => boolean): void {
  const passing = Array.from({ length: 10 }, (_, last) => `${body}${last}`).filter(isValid);
  expect(passing, body).to.have.length(1);
}

describe('check digits of health', () => {
  it('take published examples', () => {
    expect(isNpi('1234567893')).to.equal(true);
    expect(isGermanInsuranceNumber('A123456780')).to.equal(true);
    expect(isMedicareId('1EG4-TE5-MK73')).to.equal(true);
    expect(isMedicareId('1EG4TE5MK73')).to.equal(true);
    expect(isSnomedConcept('73211009')).to.equal(true);
    expect(isSnomedConcept('195967001')).to.equal(true);
    expect(isEuropeanCard('80276881006123456789')).to.equal(true);
  });

  it('leave one last digit of ten', () => {
    fc.assert(fc.property(digits(8), (body) => passesOnce(`1${body}`, isNpi)));
    fc.assert(
      fc.property(fc.constantFrom(...'ABCMXZ'), digits(8), (letter, body) =>
        passesOnce(letter + body, isGermanInsuranceNumber),
      ),
    );
    fc.assert(fc.property(digits(5), (body) => passesOnce(`1${body}10`.replace(/.$/, '0'), isSnomedConcept)));
  });

  it('leave at most one last digit of eleven to drug numbers', () => {
    fc.assert(
      fc.property(digits(7), (body) => {
        const passing = Array.from({ length: 10 }, (_, last) => `${body}${last}`).filter(isGermanDrugNumber);
        expect(passing.length).to.be.at.most(1);
      }),
    );
  });

  it('refuse letters that Medicare never issues', () => {
    for (const letter of 'SLOIBZ') expect(isMedicareId(`1${letter}G4TE5MK73`), letter).to.equal(false);
    expect(isMedicareId('0EG4TE5MK73')).to.equal(false);
  });
});
