import type { InfoTypeRule } from '@datawave/plugin-sdk';
import type { PlaceLists } from '../place-lists.ts';

const isCapitalisedWords = (value: string): boolean => /^\p{Lu}[\p{L}\s.'’()/-]*$/u.test(value) && value.split(/\s+/).length <= 5;

export const cityRule = (places: PlaceLists): InfoTypeRule => ({
  infoType: 'CITY',
  kinds: ['text'],
  names: [
    { phrases: ['city', 'city name', 'town', 'home town', 'ort', 'ortsname', 'wohnort', 'stadt', 'ville', 'ciudad', 'citta', 'comune', 'plaats', 'woonplaats', 'stad', 'miasto', 'cidade', 'kaupunki', 'by', 'municipality', 'municipio', 'locality', 'gemeinde', 'poblacion', 'localidad', 'place of birth', 'birth place', 'birthplace', 'geburtsort', 'lieu naissance'], weight: 4.5 },
    { phrases: ['location', 'place', 'origin', 'commune', 'suburb'], weight: 1.2, whole: true },
  ],
  neutral: ['name', 'of', 'town'],
  unlike: ['population', 'id', 'velocity', 'mpg', 'mileage', 'limits'],
  values: [
    { signal: 'dictionary', says: 'are names of larger cities', alphabet: 'letter unicode space . - \' , ( ) /', minLength: 3, maxLength: 60, matches: places.isCity, present: 0.6, chance: 0.02, strongest: 5, weakest: -2 },
    { signal: 'shape', says: 'are capitalised words without digits, as names of places are', alphabet: 'letter unicode space . - \' ( ) /', minLength: 2, maxLength: 60, matches: isCapitalisedWords, present: 0.97, chance: 0.35, strongest: 0.9, weakest: -4 },
  ],
  neighbours: 0.2,
});

export const countryRule = (places: PlaceLists): InfoTypeRule => ({
  infoType: 'COUNTRY',
  kinds: ['text'],
  names: [
    { phrases: ['country', 'country name', 'country code', 'country iso', 'land', 'laendercode', 'pays', 'code pays', 'pais', 'paese', 'nazione', 'nation', 'kraj', 'maa', 'country of birth', 'birth country', 'country residence'], weight: 4.5 },
    { phrases: ['location', 'origin', 'region', 'market'], weight: 0.8, whole: true },
  ],
  neutral: ['code', 'name', 'iso', 'id', 'of', 'origin'],
  values: [
    { signal: 'dictionary', says: 'are names of countries', alphabet: 'letter unicode space . - \' , ( ) other', minLength: 2, maxLength: 60, matches: places.isCountry, present: 0.9, chance: 0.005, strongest: 6, weakest: -3 },
    { signal: 'dictionary', says: 'are ISO country codes of two letters', alphabet: 'letter', minLength: 2, maxLength: 2, matches: places.isCountryCode, present: 0.97, chance: 0.3, strongest: 1 },
    { signal: 'shape', says: 'are codes of three capitals, as ISO country codes are', alphabet: 'upper', minLength: 3, maxLength: 3, matches: /^[A-Z]{3}$/, present: 0.97, chance: 0.5, strongest: 0.4 },
  ],
});
