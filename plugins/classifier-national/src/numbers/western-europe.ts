import { passesLuhn, passesMod11And10, passesVerhoeff, weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isFullDate } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

/** Of the first ten digits one stands two or three times, all others at most once. */
function isGermanTaxId(bare: string): boolean {
  if (digitAt(bare, 0) === 0 || !passesMod11And10(bare)) return false;
  let seen = 0;
  let repeats = 0;
  let repeated = -1;
  for (let place = 0; place < 10; place++) {
    const digit = digitAt(bare, place);
    if ((seen & (1 << digit)) !== 0) {
      if (repeated !== -1 && repeated !== digit) return false;
      repeated = digit;
      repeats += 1;
    }
    seen |= 1 << digit;
  }
  return repeats === 1 || repeats === 2;
}

const PENSION_WEIGHTS: readonly number[] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];

function isGermanPensionNumber(bare: string): boolean {
  // Where the birth date is not known, days beyond 31 and the month 00 stand.
  if (numberAt(bare, 0, 2) < 2 || numberAt(bare, 4, 6) > 12) return false;
  const letter = String(bare.charCodeAt(8) - 64).padStart(2, '0');
  const spelled = bare.slice(0, 8) + letter + bare.slice(9, 11);
  let sum = 0;
  for (let place = 0; place < 12; place++) {
    const product = digitAt(spelled, place) * (PENSION_WEIGHTS[place] ?? 0);
    sum += product > 9 ? Math.floor(product / 10) + (product % 10) : product;
  }
  return sum % 10 === digitAt(bare, 11);
}

function isAustrianInsuranceNumber(bare: string): boolean {
  const day = numberAt(bare, 4, 6);
  const month = numberAt(bare, 6, 8);
  // Months 13 to 15 stand for days whose serials were used up.
  if (digitAt(bare, 0) === 0 || month < 1 || month > 15 || day < 1 || day > 31) return false;
  const sum = weightedSum(bare, [3, 7, 9]) + weightedSum(bare, [5, 8, 4, 2, 1, 6], 4);
  return sum % 11 === digitAt(bare, 3);
}

/** EAN-13 under the country's prefix. */
const isAhv = (bare: string): boolean =>
  bare.startsWith('756') && weightedSum(bare, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

/** For those born since 2000 a 2 stands before the number when the key is computed. */
function isBelgianNationalNumber(bare: string): boolean {
  // Persons who do not live there have 20 or 40 added to the month.
  const month = numberAt(bare, 2, 4);
  if (month > 52 || month % 20 > 12 || numberAt(bare, 4, 6) > 31) return false;
  const serial = numberAt(bare, 6, 9);
  if (serial === 0 || serial === 999) return false;
  const number = numberAt(bare, 0, 9);
  const key = numberAt(bare, 9, 11);
  if (key === 97 - (number % 97)) return true;
  return numberAt(bare, 0, 2) < 50 && key === 97 - ((2_000_000_000 + number) % 97);
}

/** The departments 2A and 2B of Corsica count as 19 and 18. */
function isNir(bare: string): boolean {
  const sex = digitAt(bare, 0);
  const month = numberAt(bare, 3, 5);
  const isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  if (!isMonth || sex === 0 || sex === 5 || sex === 6 || sex === 9) return false;
  const letter = bare[6] ?? '';
  const isCorsican = bare[5] === '2' && (letter === 'A' || letter === 'B');
  if (!isCorsican && (letter < '0' || letter > '9')) return false;
  const number = isCorsican
    ? numberAt(bare, 0, 5) * 1e8 + (letter === 'A' ? 19 : 18) * 1e6 + numberAt(bare, 7, 13)
    : numberAt(bare, 0, 13);
  return 97 - (number % 97) === numberAt(bare, 13, 15);
}

function isSpi(bare: string): boolean {
  const number = numberAt(bare, 0, 10);
  return digitAt(bare, 0) <= 3 && number > 0 && number % 511 === numberAt(bare, 10, 13);
}

/** The eleven-test with the last weight negative. */
const isBsn = (bare: string): boolean =>
  !isOneCharacter(bare) && weightedSum(bare, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Date and serial, then two check digits over both: by Luhn and by Verhoeff. */
const isMatricule = (bare: string): boolean =>
  isFullDate(bare) && passesLuhn(bare, 0, 12) && passesVerhoeff(bare.slice(0, 11) + bare.slice(12));

export const westernEurope: readonly NationalNumber[] = [
  {
    infoType: 'AT_SVNR',
    family: 'social',
    names: [
      'österreichische Sozialversicherungsnummer',
      'Austrian social security number',
      'SVNR',
      'SV-Nr.',
      'Sozialversicherungsnr Österreich',
      'österreichische SVNR',
    ],
    abbreviations: [
      'Sozialversicherungsnummer',
      'SV Nummer',
      'Versicherungsnummer',
      'VSNR',
      'SV-Nr',
      'SVNr',
      'Sozialversicherungsnr',
      'Sozialvers Nr',
      'Versicherungsnr',
      'SozVers Nr',
    ],
    says: 'hold a date and pass the check digit of an Austrian social insurance number',
    forms: ['##########', '#### ######', '####-######', '####/######'],
    check: isAustrianInsuranceNumber,
    passes: 0.005,
    source: 'Dachverband der Sozialversicherungsträger: structure of the Versicherungsnummer (§ 31 ASVG)',
  },
  {
    infoType: 'BE_NATIONAL_NUMBER',
    family: 'identity',
    names: [
      'rijksregisternummer',
      'numéro de registre national',
      'numéro registre national',
      'registre national',
      'rijksregister',
      'INSZ nummer',
      'Belgian national number',
      'national register number',
      'rijksregisternr',
      'rijksregister nr',
      'nationaal nummer',
      'numéro national',
      'num registre national',
      'n registre national',
      'NISS nummer',
      'numéro NISS',
      'INSZ nr',
      'identificatienummer sociale zekerheid',
    ],
    abbreviations: ['INSZ', 'NISS', 'RRN', 'NRN', 'n national', 'NN nummer', 'bisnummer'],
    says: 'hold a date and pass the key of a Belgian national number',
    forms: [
      '###########',
      '##.##.##-###.##',
      '##.##.##-###-##',
      '######-###-##',
      '######-###.##',
      '###### ### ##',
    ],
    check: isBelgianNationalNumber,
    passes: 0.004,
    source:
      'Royal Decree of 3 April 1984 on the identification number of the Rijksregister; 97 minus number mod 97',
  },
  {
    infoType: 'CH_AHV',
    family: 'social',
    names: [
      'AHV Nummer',
      'AHVN13',
      'AHV-Nr.',
      'numéro AVS',
      'numero AVS',
      'AHV',
      'Swiss social security number',
      'AHV Nr',
      'NAVS13',
      'no AVS',
      'n AVS',
      'numéro AVS13',
      'AHV Versichertennummer',
      'OASI number',
    ],
    abbreviations: ['AVS', 'NAVS', 'Sozialversicherungsnummer', 'n AVS', 'Sozialversicherungsnr'],
    says: 'have the prefix and pass the check digit of a Swiss AHV number',
    forms: ['#############', { pattern: '###.####.####.##', rarity: 0.002 }, '### #### #### ##'],
    check: isAhv,
    passes: 0.0002,
    source: 'Bundesamt für Sozialversicherungen: AHVN13, an EAN-13 with the prefix 756',
  },
  {
    infoType: 'DE_TAX_ID',
    family: 'tax',
    names: [
      'Steueridentifikationsnummer',
      'Steuer-Identifikationsnummer',
      'Steuer ID',
      'German tax id',
      'Steuer ident Nr',
      'Steuer Identnummer',
      'Steuerident',
      'Steuer IdNr',
      'SteuerIdNr',
      'steuerliche Identifikationsnummer',
      'Identifikationsnummer Steuer',
      'TIN Deutschland',
    ],
    // What it is called in English; without its check digit the name alone is any country's.
    abbreviations: [
      'IdNr',
      'Steuernummer',
      'tax id',
      'tax identification number',
      'Steuer IdNr',
      'Ident Nr',
      'TIN',
    ],
    says: 'pass the check digit of a German tax identification number',
    forms: ['###########', '## ### ### ###'],
    check: isGermanTaxId,
    passes: 0.01,
    source: '§ 139b Abgabenordnung and ISO 7064 MOD 11,10: German tax identification number',
  },
  {
    infoType: 'DE_SOCIAL_SECURITY_NUMBER',
    family: 'social',
    names: [
      'Rentenversicherungsnummer',
      'Sozialversicherungsnummer',
      'Sozialversicherungs-Nr',
      'RV Nummer',
      'German social security number',
      'Sozialversicherungsnr',
      'Sozialvers Nr',
      'SV-Nummer',
      'SozVersNr',
      'Rentenversicherungsnr',
      'RV-Nr',
      'Versicherungsnummer Rentenversicherung',
    ],
    abbreviations: [
      'RVNR',
      'SVNR',
      'VSNR',
      'SV Nummer',
      'Versicherungsnummer',
      'SV Nr',
      'RV Nr',
      'Versicherungsnr',
    ],
    says: 'hold a date and pass the check digit of a German pension insurance number',
    forms: ['########A###', '## ###### A ###', '##-######-A-###', '########A ###'],
    check: isGermanPensionNumber,
    passes: 0.014,
    source: 'VKVV § 2 and Deutsche Rentenversicherung: Versicherungsnummer and its check digit',
  },
  {
    infoType: 'FR_NIR',
    family: 'social',
    names: [
      'numéro de sécurité sociale',
      'numéro sécurité sociale',
      'numéro sécu',
      'sécurité sociale',
      'numéro INSEE',
      'numéro d’inscription au répertoire',
      'French social security number',
      'num sécu',
      'n sécu',
      'no sécu',
      'numéro de sécu',
      'n sécurité sociale',
      'n de sécurité sociale',
      'num sécurité sociale',
      'no sécurité sociale',
      'numéro NIR',
      'num INSEE',
      'numéro SS',
    ],
    abbreviations: ['NIR', 'INSEE', 'n SS', 'num SS', 'no SS', 'NSS', 'sécu'],
    says: 'pass the key of a French social security number',
    forms: [
      { pattern: '######*########', rarity: 1 },
      '# ## ## #* ### ### ##',
      '# ## ## #* ### ###-##',
      { pattern: '######*###### ##', rarity: 0.2 },
    ],
    check: isNir,
    passes: 0.008,
    source: 'INSEE: number and key of the répertoire national (NIR)',
  },
  {
    infoType: 'FR_TAX_ID',
    family: 'tax',
    names: [
      'numéro fiscal',
      'numéro SPI',
      'numéro fiscal de référence',
      'French tax number',
      'num fiscal',
      'n fiscal',
      'numéro fiscal contribuable',
      'référence fiscale contribuable',
    ],
    abbreviations: ['SPI', 'NIF', 'référence fiscale'],
    says: 'pass the key of a French tax number',
    forms: ['#############', '## ## ### ### ###'],
    check: isSpi,
    passes: 0.002,
    source: 'Direction générale des finances publiques, as told to the OECD (TIN): ten digits mod 511',
  },
  {
    infoType: 'LU_MATRICULE',
    family: 'identity',
    names: [
      'numéro de matricule',
      'matricule nationale',
      'numéro d’identification national',
      'Luxembourg national number',
      'no matricule national',
      'numéro matricule national',
      'matricule CNS',
    ],
    abbreviations: ['matricule', 'CNS'],
    says: 'hold a date and pass both check digits of a Luxembourg matricule',
    forms: ['#############', '######## ### ##', '#### #### ### ##', '########-#####'],
    check: isMatricule,
    passes: 0.00003,
    source: 'Loi du 19 juin 2013 relative à l’identification des personnes physiques: Luhn and Verhoeff',
  },
  {
    infoType: 'NL_BSN',
    family: 'identity',
    names: [
      'burgerservicenummer',
      'burger service nummer',
      'BSN nummer',
      'BSN',
      'sofinummer',
      'sofi nummer',
      'Dutch citizen service number',
      'BSN nr',
      'BSN-nummer',
      'bsnnr',
      'sofi nr',
      'BSN cliënt',
      'BSN patiënt',
      'burgerservicenr',
    ],
    abbreviations: ['sofi'],
    unlike: ['rsin', 'btw', 'kvk'],
    says: 'pass the eleven-test of a Dutch citizen service number',
    forms: ['#########', '####.##.###', '### ### ###', '#### ## ###'],
    check: isBsn,
    passes: 0.1,
    source: 'Rijksdienst voor Identiteitsgegevens: eleven-test of the citizen service number',
  },
];
