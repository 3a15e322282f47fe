import type { InfoTypeRule, RuleEvidence } from '@datawave/plugin-sdk';

const inRange = (text: string, bound: number): boolean => Math.abs(Number(text)) <= bound;

function isPair(value: string): boolean {
  const match = /^\(?\s*(-?\d{1,3}\.\d{3,})\s*[,;]\s*(-?\d{1,3}\.\d{3,})\s*\)?$/.exec(value);
  return match !== null && inRange(match[1] ?? '', 90) && inRange(match[2] ?? '', 180);
}

/** A degree with at least three decimals, about a hundred metres. */
const isPreciseDegree = (value: string): boolean => /^-?\d{1,3}\.\d{3,}$/.test(value) && inRange(value, 180);

export const coordinatesRule: InfoTypeRule = {
  infoType: 'GEO_COORDINATES',
  kinds: ['text', 'decimal', 'other', 'json'],
  names: [
    {
      phrases: [
        'latitude',
        'longitude',
        'latitude longitude',
        'coordinates',
        'geo coordinates',
        'gps',
        'gps position',
        'geolocation',
        'geo location',
        'geo point',
        'geopoint',
        'breitengrad',
        'laengengrad',
        'latitud',
        'longitud',
        'latitudine',
        'longitudine',
      ],
      weight: 4.5,
    },
    { phrases: ['position', 'geo', 'point', 'geom', 'geometry', 'coord', 'coords'], weight: 1, whole: true },
  ],
  values: [
    {
      signal: 'pattern',
      says: 'are pairs of latitude and longitude',
      requires: 'digit .',
      alphabet: 'digit . - , ( ) space other',
      minLength: 9,
      maxLength: 60,
      matches: isPair,
      present: 0.95,
      chance: 0.001,
      strongest: 6,
    },
    {
      signal: 'pattern',
      says: 'are points in well-known text',
      minLength: 10,
      maxLength: 120,
      matches: /^(?:SRID=\d{1,6};)?POINT ?Z?M? ?\(-?\d[\d.eE+ -]*\)$/,
      present: 0.95,
      chance: 0.0005,
      strongest: 6,
    },
    {
      signal: 'shape',
      says: 'are degrees with three or more decimals',
      alphabet: 'digit . -',
      requires: 'digit .',
      minLength: 5,
      maxLength: 24,
      matches: isPreciseDegree,
      present: 0.9,
      chance: 0.15,
      strongest: 1.5,
    },
  ],
  inspect(column, table): readonly RuleEvidence[] {
    // "long" alone is a word like any other; beside a latitude it is a longitude.
    const isLong = column.tokens.at(-1) === 'long' && table.hasNeighbour(column, 'latitude');
    return isLong
      ? [{ signal: 'neighbour', weight: 4.5, detail: 'the name says "long" and a latitude stands beside it' }]
      : [];
  },
};
