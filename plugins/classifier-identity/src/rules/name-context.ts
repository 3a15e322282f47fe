import {
  type ColumnView,
  phraseList,
  type RuleEvidence,
  type TableView,
  tokenizeName,
} from '@datawave/plugin-sdk';
import type { NameLists } from '../name-lists.ts';
import { MENTIONS, NAME } from '../names/people.ts';

const ACCOUNTS = ['user name', 'login name', 'screen name', 'nick name', 'account name'];

const HEAD_FIRST = [
  'kepala school',
  'kepala sekolah',
  'wali kelas',
  'director de escuela',
  'chef de projet',
  'chef projet',
];

/** What is told of goods, places of work and teams, and not of people. */
const TOLD_OF_THINGS = [
  'price',
  'unit price',
  'list price',
  'preis',
  'prix',
  'precio',
  'prezzo',
  'sku',
  'barcode',
  'upc',
  'ean',
  'isbn',
  'stock',
  'brand',
  'manufacturer',
  'calories',
  'ingredients',
  'stadium',
  'subscribers',
  'market cap',
  'ticker',
  'headquarters',
  'founded',
  'horsepower',
  'mpg',
  'version',
];

/** Values that are looked at, spread over the column. */
const MOST_LOOKED_AT = 48;
/** Fewer tell nothing: the lists do not know the names of everybody. */
const FEWEST = 5;
/** Share of known names below which a column of names in Latin letters would be a rare one. */
const FEW_KNOWN = 0.15;

/**
 * What speaks for or against names of people whatever the values of a single type look like: the column's name, the columns
 * beside it, and for a bare "name" whether its values hold names of people at all.
 */
export function createNameContext(
  names: NameLists,
  things: ReadonlySet<string>,
): (column: ColumnView, table: TableView) => readonly RuleEvidence[] {
  const bare = wholeNames(NAME);
  const roles = wholeNames(MENTIONS);
  const isNameOfAnyKind = (value: string): boolean =>
    names.weighFullName(value) !== null ||
    names.weighLastName(value) !== null ||
    names.weighFirstName(value) !== null ||
    names.hasNameForm(value);
  return (column, table) => {
    // People choose their first name as user name, too; the column is still one of user names.
    if (column.named(...ACCOUNTS)) return [against('the name says that accounts are named, not people', -4)];
    // In many languages the head stands first: the head of a school is no school.
    if (column.named(...HEAD_FIRST)) return [];
    const name = column.tokens.join(' ');
    if (roles().has(name))
      // A table of cars or games tells who drives or wins, too.
      return table.subject === 'thing'
        ? [
            {
              signal: 'name',
              weight: 3,
              detail: 'somebody is told by what they do, whatever the table is about',
            },
          ]
        : [];
    if (bare().has(name) && table.subject !== 'person') return judgeBareName(column, table, isNameOfAnyKind);
    const head = column.tokens.at(-1) ?? '';
    return things.has(head) ? [against(`"${head}" in the name speaks of things or organisations`, -3)] : [];
  };
}

/** Brands, teams, channels and products have names, too, and their columns are called no differently. */
function judgeBareName(
  column: ColumnView,
  table: TableView,
  isNameOfAnyKind: (value: string) => boolean,
): readonly RuleEvidence[] {
  const found: RuleEvidence[] = [];
  if (table.personalNeighbours(column).length === 0) {
    // What has a name and stands still is a station, a summit or a shop.
    if (table.hasNeighbour(column, 'latitude', 'longitude', 'elevation'))
      found.push(against('coordinates stand beside it, and nothing that is told of people', -4));
    else if (table.hasNeighbour(column, ...TOLD_OF_THINGS))
      found.push(
        against('beside it stands what is told of goods or teams, and nothing that is told of people', -2),
      );
  }
  const step = Math.max(1, Math.floor(column.values.length / MOST_LOOKED_AT));
  const looked = column.values.filter(
    (value, at) => at % step === 0 && /^[\p{Script=Latin}\p{M}\s.,'’-]+$/u.test(value),
  );
  const known = looked.filter(isNameOfAnyKind).length;
  if (looked.length >= FEWEST && known / looked.length < FEW_KNOWN)
    found.push(against(`${known} of ${looked.length} values looked at hold a known name of a person`, -1.5));
  return found;
}

/** The phrases as whole names of columns; read when first asked, as those of rules are. */
function wholeNames(text: string): () => ReadonlySet<string> {
  let names: ReadonlySet<string> | null = null;
  return () => {
    names ??= new Set(phraseList(text).map((phrase) => tokenizeName(phrase).join(' ')));
    return names;
  };
}

const against = (detail: string, weight: number): RuleEvidence => ({ signal: 'negative', weight, detail });
