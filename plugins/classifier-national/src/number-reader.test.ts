import { expect } from 'chai';
import fc from 'fast-check';
import { createDice, fillTemplate, isNumber, makeNumbers } from '../test/make-numbers.ts';
import { publishedExamples } from '../test/published-examples.ts';
import { templates } from '../test/templates.ts';
import { formsOf } from './forms.ts';
import { nationalNumbers } from './national-numbers.ts';
import { createNumberReader } from './number-reader.ts';

const reader = createNumberReader(nationalNumbers);

/** Any other digit in the place of each digit, one at a time. */
function misprints(value: string): readonly string[] {
  return [...value].flatMap((character, place) =>
    /\d/.test(character)
      ? [...'0123456789']
          .filter((digit) => digit !== character)
          .map((digit) => value.slice(0, place) + digit + value.slice(place + 1))
      : [],
  );
}

/**
 * Share of misprints that a scheme lets pass at most. Check digits to a prime modulus find every wrong digit, as do Luhn and Verhoeff;
 * where a remainder of ten is written as another digit some slip through,
 * and Kazakh and Thai numbers have a place whose weight is eleven, at which nothing is found.
 */
const FOUND: Readonly<Record<string, number>> = {
  ...{
    AR_CUIL: 0.03,
    AT_SVNR: 0,
    AU_TFN: 0,
    BE_NATIONAL_NUMBER: 0.03,
    BG_EGN: 0.03,
    BR_CPF: 0.01,
    CA_SIN: 0,
  },
  ...{
    CH_AHV: 0,
    CL_RUT: 0,
    CN_RESIDENT_ID: 0,
    CZ_BIRTH_NUMBER: 0.03,
    DE_TAX_ID: 0,
    DO_CEDULA: 0,
    EC_CEDULA: 0,
  },
  ...{
    EE_ISIKUKOOD: 0.03,
    FI_HETU: 0,
    FR_NIR: 0,
    GB_NHS_NUMBER: 0,
    GR_AMKA: 0,
    HK_HKID: 0,
    HR_OIB: 0,
    HU_TAJ: 0,
  },
  ...{
    HU_TAX_ID: 0,
    IE_PPSN: 0,
    IL_ID: 0,
    IN_AADHAAR: 0,
    IR_NATIONAL_CODE: 0.05,
    IS_KENNITALA: 0.1,
    IT_FISCAL_CODE: 0,
  },
  ...{
    KW_CIVIL_ID: 0,
    KZ_IIN: 0.12,
    LT_PERSONAL_CODE: 0.03,
    LU_MATRICULE: 0,
    LV_PERSONAL_CODE: 0.03,
    MD_IDNP: 0,
  },
  ...{
    NL_BSN: 0,
    NO_FNR: 0,
    PL_PESEL: 0,
    PT_CITIZEN_CARD: 0,
    PT_NIF: 0.03,
    RO_CNP: 0.03,
    RU_INN: 0.01,
    RU_SNILS: 0.01,
  },
  ...{ SA_NATIONAL_ID: 0, SE_PERSONNUMMER: 0, SG_NRIC: 0, SI_EMSO: 0, SV_DUI: 0.2, TH_NATIONAL_ID: 0.12 },
  ...{ TR_IDENTITY_NUMBER: 0, UA_RNOKPP: 0.04, ZA_ID: 0 },
};

describe('the reader of national numbers', () => {
  for (const [infoType, ...values] of publishedExamples) {
    it(`reads the published examples of ${infoType}`, () => {
      for (const value of values) expect(isNumber(infoType, value), value).to.equal(true);
    });
  }

  for (const number of nationalNumbers) {
    it(`lets no more random numbers pass as ${number.infoType} than it says`, () => {
      const roll = createDice(20_240_607);
      const place = nationalNumbers.indexOf(number);
      for (const { pattern, needsName } of formsOf(number)) {
        if (needsName) continue;
        const tries = number.passes < 0.01 ? 20_000 : 5_000;
        let passed = 0;
        for (let index = 0; index < tries; index++)
          if (reader.read(fillTemplate(pattern, roll), place) !== null) passed++;
        // Three standard deviations of the count, and one more for what is rare.
        const most = tries * number.passes;
        expect(passed, pattern).to.be.at.most(most + 3 * Math.sqrt(most) + 1);
      }
    });
  }

  for (const { infoType, template } of templates) {
    const most = FOUND[infoType];
    if (most === undefined) continue;
    it(`finds a wrong digit in ${infoType} as its scheme promises`, () => {
      const values = makeNumbers(infoType, template, /[#*]/.test(template) ? 12 : 1).flatMap(misprints);
      const unnoticed = values.filter((value) => isNumber(infoType, value));
      expect(unnoticed.length / values.length, unnoticed[0]).to.be.at.most(most);
    });
  }

  it('never throws, whatever it is given', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'0123456789AZaz-./() +٣Ⅷ０'), maxLength: 24 }),
      fc.constantFrom('', ' ', '\u0000', '0'.repeat(100_000), 'A'.repeat(24), '-'.repeat(18), '\ud800'),
    );
    fc.assert(
      fc.property(anything, (value) => {
        nationalNumbers.forEach((_, place) => {
          const form = reader.read(value, place);
          if (form !== null) expect(value).to.have.length(form.pattern.length);
        });
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  it('reads digits of other scripts as none', () => {
    expect(isNumber('IN_AADHAAR', '२३४१२३४१२३४६')).to.equal(false);
    expect(isNumber('BR_CPF', '３９０５３３４４７０５')).to.equal(false);
  });

  it('reads small letters as capitals', () => {
    expect(isNumber('IT_FISCAL_CODE', 'rssmra85t10a562s')).to.equal(true);
    expect(isNumber('GB_NINO', 'ab123456c')).to.equal(true);
  });
});
