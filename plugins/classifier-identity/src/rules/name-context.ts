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

/** What is told of goods, places of work, teams, animals, ships and works, and not of people. */
const TOLD_OF_THINGS = [
  'unit cost',
  'retail price',
  'sale price',
  'msrp',
  'discount',
  'in stock',
  'imo',
  'mmsi',
  'tonnage',
  'gross tonnage',
  'home port',
  'landfall',
  'wind speed',
  'max wind',
  'album',
  'release date',
  'release year',
  'runtime',
  'cuisine',
  'orbital period',
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

/** What is told of animals and plants, which have a sex, an age and an owner, too. */
const TOLD_OF_ANIMALS = ['species', 'breed', 'cultivar', 'sire', 'dam'];

/** Of these all is told that tables of people tell, down to names, sex and day of birth. */
const ANIMALS: ReadonlySet<string> = new Set(
  `animal animals pet pets dog dogs cat cats horse horses racehorse racehorses pony ponies stallion stallions mare mares kitten kittens
  puppy puppies rabbit rabbits hamster hamsters parrot parrots cow cows cattle livestock hund hunde katze katzen haustiere pferd pferde
  chien chiens chats animaux mascota mascotas perros gatos`.split(/\s+/),
);

/** Tables that list what people did or have: the name in one of orders may be the customer's. */
const RECORDS_OF_PEOPLE: ReadonlySet<string> = new Set(
  `order orders invoice invoices payment payments transaction transactions ticket tickets report reports event events game games test
  tests class classes course courses subject subjects group groups role roles job jobs position positions project projects task tasks
  plan plans policy policies campaign campaigns document documents file files dataset database table tables issue issues query queries
  flight flights house houses rank status settings show shows`.split(/\s+/),
);
/** Organisations that are a single person often enough: sole traders and sponsors. */
const MAYBE_ONE_PERSON: ReadonlySet<string> = new Set(
  `account accounts partner partners sponsor sponsors contractor contractors dealer dealers vendor vendors supplier suppliers
  merchant merchants employer employers operator lieferant lieferanten proveedor proveedores fournisseur fournisseurs leverancier
  practice practices`.split(/\s+/),
);
/** Roles that columns of organisations play as well. */
const CONTACTS: ReadonlySet<string> = new Set(['email', 'phone', 'address']);

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
              detail:
                'the column is called after what somebody does, as people are in tables about things, too',
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
  const isOfAnimals = ANIMALS.has(table.tokens.at(-1) ?? '');
  const neighbours = table.personalNeighbours(column);
  const ofSubject = judgeSubject(table, neighbours);
  if (ofSubject !== null) found.push(ofSubject);
  if (isOfAnimals || table.hasNeighbour(column, ...TOLD_OF_ANIMALS))
    found.push(
      against(
        isOfAnimals
          ? 'the table lists animals, which have a sex and an age, too'
          : 'beside it stands what is told of animals or plants',
        -3,
      ),
    );
  else if (neighbours.length === 0) {
    // What has a name and stands still is a station, a summit or a shop.
    if (table.hasNeighbour(column, 'latitude', 'longitude', 'elevation'))
      found.push(against('coordinates stand beside it, and nothing that is told of people', -4));
    else if (table.hasNeighbour(column, ...TOLD_OF_THINGS))
      found.push(against('beside it stands what is told of things, and nothing that is told of people', -3));
  }
  const step = Math.max(1, Math.floor(column.values.length / MOST_LOOKED_AT));
  const looked = column.values.filter(
    (value, at) => at % step === 0 && /^[\p{Script=Latin}\p{M}\s.,'’-]+$/u.test(value),
  );
  const known = looked.filter(isNameOfAnyKind).length;
  if (looked.length >= FEWEST && known / looked.length < FEW_KNOWN)
    found.push(
      against(
        `${known === 0 ? 'none' : known} of ${looked.length} values looked at ${known === 1 ? 'holds' : 'hold'} a known name of a person`,
        -1.5,
      ),
    );
  return found;
}

/** Whether what the table lists has a name and is nobody: goods, ships, storms, brands, teams. */
function judgeSubject(table: TableView, neighbours: readonly string[]): RuleEvidence | null {
  if (neighbours.some((role) => !CONTACTS.has(role))) return null;
  const { subject, tokens } = table;
  if (subject === 'thing') {
    if (!tokens.some((token) => RECORDS_OF_PEOPLE.has(token)))
      return neighbours.length === 0
        ? against('the table lists things, which are called by first names, too', -2)
        : null;
    return neighbours.length === 0
      ? null
      : {
          signal: 'neighbour',
          weight: 1.5,
          detail: 'the table lists what people do, and how to reach them stands beside the name',
        };
  }
  if (subject === 'organisation' && !tokens.some((token) => MAYBE_ONE_PERSON.has(token)))
    return against(
      'the table lists organisations, which are called after people, too',
      neighbours.length === 0 ? -3 : -1,
    );
  return null;
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
