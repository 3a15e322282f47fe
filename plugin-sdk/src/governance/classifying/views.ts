import type { Asset, ColumnSchema } from '../asset.ts';
import type { TableSample } from '../sample.ts';
import { ORGANISATION_NOUNS, PERSON_NOUNS, THING_NOUNS } from './lexicon.ts';
import { type NamePhrase, namePhrases, tokenizeName } from './tokens.ts';

/** What a table is about, as far as its name and columns tell. @public */
export type TableSubject = 'person' | 'organisation' | 'thing' | 'unknown';

/** A column as rules see it. @public */
export interface ColumnView {
  readonly position: number;
  readonly schema: ColumnSchema;
  /** Whole tokens of the name, folded, abbreviations written out. */
  readonly tokens: readonly string[];
  readonly phrases: readonly NamePhrase[];
  /** Distinct sampled values, trimmed, without blanks and placeholders such as `n/a`. */
  readonly values: readonly string[];
  /** Rows of the sample that hold one of {@link ColumnView.values}. */
  readonly filledRows: number;
  readonly isPrimaryKey: boolean;
  readonly isForeignKey: boolean;
  /** Whether the name holds the phrase as whole tokens: `date of birth`. */
  named(...phrases: readonly string[]): boolean;
}

/** A table as rules see it. @public */
export interface TableView {
  readonly asset: Asset;
  readonly tokens: readonly string[];
  readonly subject: TableSubject;
  readonly columns: readonly ColumnView[];
  readonly sampledRows: number;
  /** Personal roles that other columns play by their names: `name`, `email`, `phone`, `birth`, `address`, `gender`. */
  personalNeighbours(column: ColumnView): readonly string[];
  /** Whether another column's name holds one of the phrases. */
  hasNeighbour(column: ColumnView, ...phrases: readonly string[]): boolean;
}

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '---',
  '.',
  '?',
  'n/a',
  'n.a.',
  'na',
  'nan',
  'null',
  'none',
  'nil',
  'unknown',
  'undefined',
  'tbd',
  '\\n',
  '#n/a',
  '(null)',
  'not available',
  'not applicable',
]);

const ROLES: readonly (readonly [role: string, phrases: readonly string[]])[] = [
  [
    'name',
    [
      'firstname',
      'lastname',
      'fullname',
      'givenname',
      'familyname',
      'contactname',
      'middlename',
      'maidenname',
      'personname',
      'customername',
      'employeename',
    ],
  ],
  ['email', ['email', 'emailaddress']],
  ['phone', ['phone', 'phonenumber', 'mobile', 'fax', 'homephone']],
  [
    'birth',
    [
      'dateofbirth',
      'birthdate',
      'birth',
      'yearofbirth',
      'geburtsdatum',
      'naissance',
      'nacimiento',
      'nascita',
    ],
  ],
  [
    'address',
    [
      'street',
      'streetaddress',
      'address',
      'addressline',
      'postalcode',
      'zip',
      'zipcode',
      'strasse',
      'direccion',
      'indirizzo',
    ],
  ],
  ['gender', ['gender', 'sex', 'maritalstatus', 'geschlecht']],
  [
    'government',
    ['ssn', 'socialsecuritynumber', 'passport', 'passportnumber', 'nationalid', 'taxid', 'driverslicense'],
  ],
];

/** Builds what rules look at from a sample. Costs one pass over names and values. @public */
export function viewTable(sample: TableSample): TableView {
  const { asset } = sample;
  const keys = new Set(asset.primaryKey);
  const foreign = new Set(asset.foreignKeys.flatMap((key) => key.columns));
  const columns = asset.columns.map((schema, position): ColumnView => {
    const tokens = tokenizeName(schema.name);
    const phrases = namePhrases(tokens);
    const { values, filledRows } = filled(sample, position);
    const texts = new Set(phrases.map((phrase) => phrase.text));
    return {
      position,
      schema,
      tokens,
      phrases,
      values,
      filledRows,
      isPrimaryKey: keys.has(schema.name),
      isForeignKey: foreign.has(schema.name),
      named: (...wanted) => wanted.some((phrase) => texts.has(phrase.replaceAll(' ', ''))),
    };
  });
  const roles = new Map<string, number[]>();
  for (const column of columns) {
    for (const [role, phrases] of ROLES) {
      if (column.named(...phrases)) roles.set(role, [...(roles.get(role) ?? []), column.position]);
    }
  }
  const tokens = tokenizeName(asset.path.at(-1) ?? '');
  return {
    asset,
    tokens,
    columns,
    sampledRows: sample.sampledRows,
    subject: subjectOf(tokens),
    personalNeighbours: (column) =>
      [...roles].flatMap(([role, positions]) =>
        positions.some((position) => position !== column.position) && !positions.includes(column.position)
          ? [role]
          : [],
      ),
    hasNeighbour: (column, ...phrases) =>
      columns.some((other) => other !== column && other.named(...phrases)),
  };
}

function filled(
  sample: TableSample,
  position: number,
): { readonly values: readonly string[]; readonly filledRows: number } {
  const column = sample.columns[position];
  const values: string[] = [];
  let filledRows = 0;
  for (let index = 0; index < (column?.values.length ?? 0); index++) {
    const value = (column?.values[index] ?? '').trim();
    if (value.length <= 14 && PLACEHOLDERS.has(value.toLowerCase())) continue;
    values.push(value);
    filledRows += column?.counts[index] ?? 1;
  }
  return { values, filledRows };
}

// The head of a compound stands last: customer_orders holds orders, order_customers customers.
function subjectOf(tokens: readonly string[]): TableSubject {
  for (const token of tokens.toReversed()) {
    if (PERSON_NOUNS.has(token)) return 'person';
    if (ORGANISATION_NOUNS.has(token)) return 'organisation';
    if (THING_NOUNS.has(token)) return 'thing';
  }
  return 'unknown';
}
