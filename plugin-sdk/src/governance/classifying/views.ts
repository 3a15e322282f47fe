import type { Asset, ColumnSchema } from '../asset.ts';
import type { TableSample } from '../sample.ts';
import type { ColumnSignatures } from './column-signatures.ts';
import { ORGANISATION_NOUNS, PERSON_NOUNS, THING_NOUNS } from './lexicon.ts';
import { initialsOf, mayBegin, withoutBlanks } from './phrase-lookup.ts';
import { SampledColumn } from './sampled-column.ts';
import { foldText, type NamePhrase, tokenizeName } from './tokens.ts';

/** What a table is about, as far as its name and columns tell. @public */
export type TableSubject = 'person' | 'organisation' | 'thing' | 'unknown';

/** What a column that tells of people is to them, as far as its name says. @public */
export type PersonalRole =
  | 'name'
  | 'email'
  | 'phone'
  | 'birth'
  | 'address'
  | 'gender'
  | 'demographic'
  | 'government';

/** A column as rules see it. @public */
export interface ColumnView {
  readonly position: number;
  readonly schema: ColumnSchema;
  /** Whole tokens of the name, folded, abbreviations written out. */
  readonly tokens: readonly string[];
  readonly phrases: readonly NamePhrase[];
  /** Distinct sampled values, trimmed, without blanks and placeholders such as `n/a`. */
  readonly values: readonly string[];
  /** What {@link ColumnView.values} look like from afar, by which patterns are ruled out; found once for all who ask. */
  signatures(): ColumnSignatures;
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
  /** Personal roles that other columns play by their names and this one does not. */
  personalNeighbours(column: ColumnView): readonly PersonalRole[];
  /** Whether another column's name holds one of the phrases. */
  hasNeighbour(column: ColumnView, ...phrases: readonly string[]): boolean;
}

const joinedSet = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(',')
      .flatMap((phrase) => [foldText(phrase).replaceAll(' ', ''), tokenizeName(phrase).join('')]),
  );

const ROLES: readonly (readonly [role: PersonalRole, phrases: ReadonlySet<string>])[] = (
  [
    [
      'name',
      'first name, last name, full name, given name, family name, contact name, middle name, maiden name, person name, customer name, employee name, student name, patient name, player name, imie, nazwisko, nombres, jmeno, prijmeni, etunimi, sukunimi, fornavn, etternavn, efternavn, soyad, фамилия, имя, фио, nama lengkap, nome completo, nombre completo',
    ],
    ['email', 'email, email address, sahkoposti, e-post, posta elettronica'],
    ['phone', 'phone, phone number, mobile, fax, home phone, mobile number, contact number'],
    [
      'birth',
      'date of birth, birth date, birth, year of birth, birth year, geburtsdatum, naissance, nacimiento, nascita, nascimento, geboortedatum, data urodzenia, fodselsdato, fodelsedatum, dogum tarihi, tanggal lahir, tgl lahir, дата рождения',
    ],
    [
      'address',
      'street, street address, address, address line, postal code, zip, zip code, strasse, rue, calle, plz, code postal, codigo postal, cep, cap, kod pocztowy',
    ],
    [
      'gender',
      'gender, sex, marital status, geschlecht, sexe, sexo, sesso, genero, plec, kjonn, sukupuoli, pohlavi, cinsiyet, jenis kelamin, пол, estado civil, familienstand',
    ],
    [
      'demographic',
      'age, race, ethnicity, ethnic group, nationality, religion, occupation, married, female, male, black, hispanic, education, children, edad, alter, idade, wiek, возраст, umur, usia, yas, leeftijd',
    ],
    [
      'government',
      'ssn, social security number, passport, passport number, national id, tax id, drivers license, cpf, dni, nik, pesel, curp, aadhaar, inn, snils',
    ],
  ] as const
).map(([role, phrases]) => [role, joinedSet(phrases)] as const);

/** Builds what rules look at from a sample. Costs a pass over the names, and one over the values of each column that is looked at. @public */
export function viewTable(sample: TableSample): TableView {
  const { asset } = sample;
  const keys = new Set(asset.primaryKey);
  const foreign = new Set(asset.foreignKeys.flatMap((key) => key.columns));
  const columns = asset.columns.map(
    (schema, position): ColumnView =>
      new SampledColumn(sample, schema, position, {
        isPrimaryKey: keys.has(schema.name),
        isForeignKey: foreign.has(schema.name),
      }),
  );
  const named = new Map<string, Set<number>>();
  for (const { phrases, position } of columns)
    for (const { text } of phrases) named.set(text, (named.get(text) ?? new Set()).add(position));
  const namedInitials = initialsOf(named.keys());
  const roles = new Map<PersonalRole, Set<number>>();
  for (const column of columns) {
    for (const [role, phrases] of ROLES) {
      if (column.phrases.some(({ text }) => phrases.has(text)))
        roles.set(role, (roles.get(role) ?? new Set()).add(column.position));
    }
  }
  const tokens = tokenizeName(asset.path.at(-1) ?? '');
  const byName = subjectOf(tokens);
  return {
    asset,
    tokens,
    columns,
    sampledRows: sample.sampledRows,
    subject: byName === 'unknown' ? subjectOfColumns(columns, roles) : byName,
    personalNeighbours: (column) =>
      [...roles].flatMap(([role, positions]) => (!positions.has(column.position) ? [role] : [])),
    hasNeighbour: (column, ...phrases) =>
      phrases.some((phrase) => {
        const positions = mayBegin(namedInitials, phrase) ? named.get(withoutBlanks(phrase)) : undefined;
        // Found by their names, not by looking through all columns for each: tables have thousands of them.
        return positions !== undefined && (positions.size > 1 || !positions.has(column.position));
      }),
  };
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

/** Columns that only tables of animals, plants or goods have. */
const OF_THINGS = joinedSet(
  'species, genus, breed, scientific name, subspecies, taxon, bill length, petal length, sku, price, engine, horsepower, mpg, cylinders, mileage, isbn',
);
/** Columns that only people have. */
const OF_PEOPLE = joinedSet(
  'first name, last name, full name, given name, family name, date of birth, birth date, marital status, married, nationality, citizenship, religion, ethnicity, occupation, job title, salary, wage, education, gpa, smoker, pregnant, husband, wife, spouse, household income',
);

// A name like "data" or "Sheet1" tells nothing; what stands in it may.
function subjectOfColumns(
  columns: readonly ColumnView[],
  roles: ReadonlyMap<PersonalRole, ReadonlySet<number>>,
): TableSubject {
  const holds = (phrases: ReadonlySet<string>, column: ColumnView): boolean =>
    column.phrases.some(({ text, start, end }) => phrases.has(text) && end - start === column.tokens.length);
  if (columns.some((column) => holds(OF_THINGS, column))) return 'unknown';
  const telling = columns.filter((column) => holds(OF_PEOPLE, column)).length;
  const general = (['gender', 'birth', 'demographic', 'name'] as const).filter((role) =>
    roles.has(role),
  ).length;
  return telling >= 2 || (telling >= 1 && general >= 1) || general >= 2 ? 'person' : 'unknown';
}
