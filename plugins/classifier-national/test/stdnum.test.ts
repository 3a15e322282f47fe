import { expect } from 'chai';
import { stdnum } from 'stdnum';
import { formsOf } from '../src/forms.ts';
import { nationalNumbers } from '../src/national-numbers.ts';
import { createNumberReader } from '../src/number-reader.ts';
import { createDice, fillTemplate } from './make-numbers.ts';

/**
 * The same schemes by other hands. Left out are those for which the package has no validator, has
 * other forms in mind, or lets the check digits depend on today's date.
 */
const VALIDATORS: Readonly<Record<string, readonly [country: string, validator: string]>> = {
  AT_SVNR: ['AT', 'vnr'],
  AU_TFN: ['AU', 'tfn'],
  BG_EGN: ['BG', 'egn'],
  BR_CPF: ['BR', 'cpf'],
  CA_SIN: ['CA', 'sin'],
  CH_AHV: ['CH', 'ssn'],
  CL_RUT: ['CL', 'run'],
  CN_RESIDENT_ID: ['CN', 'ric'],
  CY_TIC: ['CY', 'vat'],
  CZ_BIRTH_NUMBER: ['CZ', 'rc'],
  DE_SOCIAL_SECURITY_NUMBER: ['DE', 'svnr'],
  DE_TAX_ID: ['DE', 'idnr'],
  DO_CEDULA: ['DO', 'cedula'],
  EC_CEDULA: ['EC', 'ci'],
  EE_ISIKUKOOD: ['EE', 'ik'],
  ES_NIF: ['ES', 'nif'],
  FI_HETU: ['FI', 'hetu'],
  FR_NIR: ['FR', 'nir'],
  FR_TAX_ID: ['FR', 'nif'],
  GB_NINO: ['GB', 'nino'],
  GB_UTR: ['GB', 'utr'],
  GR_AMKA: ['GR', 'amka'],
  HR_OIB: ['HR', 'oib'],
  IL_ID: ['IL', 'idnr'],
  IN_AADHAAR: ['IN', 'aadhaar'],
  IN_PAN: ['IN', 'pan'],
  IS_KENNITALA: ['IS', 'kennitala'],
  IT_FISCAL_CODE: ['IT', 'codicefiscale'],
  LT_PERSONAL_CODE: ['LT', 'asmens'],
  MX_CURP: ['MX', 'curp'],
  NL_BSN: ['NL', 'bsn'],
  NO_FNR: ['NO', 'fodselsnummer'],
  NZ_IRD: ['NZ', 'ird'],
  PL_PESEL: ['PL', 'pesel'],
  PT_CITIZEN_CARD: ['PT', 'cc'],
  PT_NIF: ['PT', 'nif'],
  RO_CNP: ['RO', 'cnp'],
  RU_INN: ['RU', 'inn'],
  SI_EMSO: ['SI', 'emso'],
  TH_NATIONAL_ID: ['TH', 'idnr'],
  TR_IDENTITY_NUMBER: ['TR', 'tckimlik'],
  UA_RNOKPP: ['UA', 'rntrc'],
  US_SSN: ['US', 'ssn'],
  ZA_ID: ['ZA', 'idnr'],
};

/** Our forms with separators that the package does not strip are put to it without. */
const plain = (value: string): string => value.replace(/[^\dA-Za-z+-]/g, '');

function validateThere(
  infoType: string,
  value: string,
): { readonly isValid: boolean; readonly error: string } {
  const [country = '', validator = ''] = VALIDATORS[infoType] ?? [];
  const found = stdnum[country]?.[validator];
  if (found === undefined) throw new RangeError(`The package has no validator for ${infoType}.`);
  const { isValid, error } = found.validate(value);
  return { isValid, error: error?.name ?? '' };
}

describe('national numbers, compared with the package stdnum', () => {
  const reader = createNumberReader(nationalNumbers);
  for (const infoType of Object.keys(VALIDATORS)) {
    it(`have the same check digits as ${infoType} there`, () => {
      const place = nationalNumbers.findIndex((number) => number.infoType === infoType);
      const number = nationalNumbers[place];
      const forms = number === undefined ? [] : formsOf(number);
      const roll = createDice(1_234);
      const tries = (number?.passes ?? 1) < 0.02 ? 12_000 : 2_000;
      for (const { pattern } of forms.slice(0, 2)) {
        for (let index = 0; index < tries; index++) {
          const value = fillTemplate(pattern, roll);
          if (reader.read(value, place) === null) continue;
          const theirs = validateThere(infoType, infoType === 'FI_HETU' ? value : plain(value));
          expect(theirs.error, value).not.to.equal('InvalidChecksum');
        }
      }
    });
  }

  it('are refused there, too, when a digit of a published example is altered', () => {
    for (const [infoType, value] of [
      ['BR_CPF', '39053344706'],
      ['NL_BSN', '111222334'],
      ['DE_TAX_ID', '86095742718'],
      ['FI_HETU', '131052-308U'],
    ] as const) {
      const place = nationalNumbers.findIndex((number) => number.infoType === infoType);
      expect(reader.read(value, place)).to.equal(null);
      expect(validateThere(infoType, value).isValid).to.equal(false);
    }
  });
});
