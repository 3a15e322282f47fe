import {
  type ColumnView,
  type InfoTypeRule,
  phraseList,
  type RuleEvidence,
  type TableView,
} from '@datawave/plugin-sdk';
import { COORDINATES, COORDINATES_MAYBE } from '../names/coordinates.ts';

const inRange = (text: string, bound: number): boolean => Math.abs(Number(text)) <= bound;

/** Latitude and longitude, in this order or turned: `52.52, 13.40`, `(52.52;13.40)`, `[13.40, 52.52]`, `52.52 13.40`. */
function isPair(value: string): boolean {
  const match = /^[([{]?\s*(-?\d{1,3}\.\d{3,})°?\s*[,;\s]\s*(-?\d{1,3}\.\d{3,})°?\s*[)\]}]?$/.exec(value);
  if (match === null) return false;
  const [, one = '', other = ''] = match;
  return (inRange(one, 90) && inRange(other, 180)) || (inRange(one, 180) && inRange(other, 90));
}

const DIRECTED = /[°º˚'′"″]|[NSEWO]$|^[NSEWO] ?\d{1,3}[.°\s]/;
/** Degrees, minutes and seconds with a letter for the direction: `52°31'12"N`, `N 52 31.2`, `13.4 E`. */
const isSexagesimal = (value: string): boolean =>
  DIRECTED.test(value) &&
  /^(?:[NSEWO]\s?)?-?\d{1,3}(?:[.,]\d+)?\s?[°º˚d:\s]\s?(?:\d{1,2}(?:[.,]\d+)?\s?['′’m:\s]?\s?(?:\d{1,2}(?:[.,]\d+)?\s?["″”s]?\s?(?:'')?)?)?\s?[NSEWO]?(?:[,\s]+[NSEWO\d°'′"″.\s]+)?$/.test(
    value,
  );

/** A degree with at least three decimals, about a hundred metres. */
const isPreciseDegree = (value: string): boolean =>
  /^-?\d{1,3}[.,]\d{3,}$/.test(value) && inRange(value.replace(',', '.'), 180);
const isDegree = (value: string): boolean =>
  /^-?\d{1,3}(?:[.,]\d+)?$/.test(value) && inRange(value.replace(',', '.'), 180);

const PARTNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['long', ['latitude']],
  ['x', ['y']],
  ['y', ['x']],
  ['easting', ['northing']],
  ['northing', ['easting']],
]);

/** "long" alone is a word like any other; beside a latitude it is a longitude. */
function inspectPartner(column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const last = column.tokens.at(-1) ?? '';
  const partners = PARTNERS.get(last);
  if (partners === undefined || !table.hasNeighbour(column, ...partners)) return [];
  if (last === 'long')
    return [
      { signal: 'neighbour', weight: 4.5, detail: 'the name says "long" and a latitude stands beside it' },
    ];
  return [{ signal: 'neighbour', weight: 1, detail: 'the other coordinate stands beside it' }];
}

export const coordinatesRule: InfoTypeRule = {
  infoType: 'GEO_COORDINATES',
  kinds: ['text', 'decimal', 'other', 'json', 'integer'],
  names: [
    { phrases: phraseList(COORDINATES), weight: 5, kinds: ['text', 'decimal', 'other', 'json'] },
    { phrases: phraseList(COORDINATES), weight: 3, kinds: ['integer'] },
    { phrases: phraseList(COORDINATES_MAYBE), weight: 1, whole: true },
  ],
  neutral: [
    'deg',
    'degrees',
    'decimal',
    'wgs',
    '84',
    'dd',
    'x',
    'y',
    'n',
    'w',
    'e',
    'north',
    'west',
    'at',
    'min',
    'max',
    'of',
    'start',
    'end',
    'and',
    'longitude',
    'latitude',
  ],
  unlike: [
    'delta',
    'length',
    'description',
    'time',
    'zone',
    'duration',
    'jump',
    'accuracy',
    'run',
    'ratio',
    'error',
    'term',
    'precision',
    'name',
    'squared',
    'zscore',
    'plot',
    'rate',
  ],
  values: [
    {
      signal: 'pattern',
      says: 'are pairs of latitude and longitude',
      requires: 'digit .',
      alphabet: 'digit . - , ( ) space other unicode',
      minLength: 9,
      maxLength: 60,
      matches: isPair,
      present: 0.95,
      chance: 0.001,
      strongest: 6,
    },
    {
      signal: 'pattern',
      says: 'are points in well-known text or GeoJSON',
      minLength: 10,
      maxLength: 4096,
      matches:
        /^(?:SRID=\d{1,6};)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON) ?Z?M? ?\({1,3}-?\d[\d.eE+, ()-]*\)$|^\{\s*["']type["']\s*:\s*["'](?:Multi)?(?:Point|Polygon|LineString)["']/i,
      present: 0.95,
      chance: 0.0005,
      strongest: 6,
    },
    {
      signal: 'pattern',
      says: 'are degrees with minutes or a direction',
      requires: 'digit',
      requiresOne: 'upper \' " unicode',
      minLength: 3,
      maxLength: 60,
      matches: isSexagesimal,
      present: 0.9,
      chance: 0.005,
      strongest: 4,
    },
    {
      signal: 'shape',
      says: 'are degrees with three or more decimals',
      alphabet: 'digit . - ,',
      requires: 'digit',
      minLength: 5,
      maxLength: 24,
      matches: isPreciseDegree,
      present: 0.9,
      chance: 0.15,
      strongest: 1.5,
    },
    {
      signal: 'shape',
      says: 'are numbers up to 180, as degrees are',
      alphabet: 'digit . - ,',
      requires: 'digit',
      minLength: 1,
      maxLength: 24,
      matches: isDegree,
      present: 0.95,
      chance: 0.7,
      strongest: 0,
      weakest: -1.5,
    },
  ],
  inspect: inspectPartner,
};
