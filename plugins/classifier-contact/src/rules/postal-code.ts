import type { InfoTypeRule } from '@datawave/plugin-sdk';

const ALPHABET = 'digit letter space -';
/** Anything that some postal system writes: 3 to 10 letters and digits, one of them a digit, perhaps grouped. */
const isPostalForm = (value: string): boolean => /^[A-Z]{0,4}[\s-]?[A-Z0-9]{1,6}(?:[\s-][A-Z0-9]{2,4})?$/i.test(value) && /\d/.test(value);

export const postalCodeRule: InfoTypeRule = {
  infoType: 'POSTAL_CODE',
  kinds: ['text', 'integer'],
  names: [
    { phrases: ['postal code', 'post code', 'postal', 'zip', 'zip code', 'zip postal', 'postleitzahl', 'code postal', 'codigo postal', 'cep', 'pin code', 'pincode', 'postnummer', 'postnumber', 'postinumero', 'kod pocztowy', 'codice postale', 'codice avviamento postale', 'eircode', 'post index'], weight: 4.8 },
    { phrases: ['cap', 'cp', 'pin'], weight: 1.5, whole: true },
  ],
  neutral: ['code', 'number', 'plus', 'ext', 'extension', 'four'],
  unlike: ['file', 'archive', 'compressed', 'download'],
  values: [
    { signal: 'pattern', says: 'have the form of a British postcode', alphabet: ALPHABET, requires: 'digit', minLength: 5, maxLength: 8, matches: /^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})$/i, present: 0.9, chance: 0.002, strongest: 6, weakest: -4 },
    { signal: 'pattern', says: 'have the form of a Canadian postal code', alphabet: ALPHABET, requires: 'digit', minLength: 6, maxLength: 7, matches: /^[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d$/i, present: 0.9, chance: 0.001, strongest: 6, weakest: -4 },
    { signal: 'pattern', says: 'have the form of a Dutch postal code', alphabet: ALPHABET, requires: 'digit', minLength: 6, maxLength: 7, matches: /^[1-9]\d{3} ?[A-Z]{2}$/i, present: 0.9, chance: 0.01, strongest: 4, weakest: -4 },
    { signal: 'pattern', says: 'have the form of a nine-digit ZIP code', alphabet: 'digit -', requires: '-', minLength: 10, maxLength: 10, matches: /^\d{5}-\d{4}$/, present: 0.9, chance: 0.01, strongest: 4, weakest: -4 },
    { signal: 'shape', says: 'have the length and characters of a postal code', alphabet: ALPHABET, requires: 'digit', minLength: 3, maxLength: 10, matches: isPostalForm, present: 0.97, chance: 0.25, strongest: 1.5 },
  ],
  subjects: { person: 0.4, organisation: 0.3 },
  neighbours: 0.4,
};
