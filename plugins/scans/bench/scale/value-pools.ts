import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@datawave/plugin-sdk/connector';

/** Values of one kind of column, and the names that such columns go by. */
export interface ValuePool {
  readonly names: readonly string[];
  /** The PostgreSQL type. */
  readonly type: string;
  readonly values: readonly string[];
}

/** Rows of which tables take a window each. */
export const POOL_ROWS = 20_000;

const lines = (text: string, key: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\\s*${key}: '?([^'\\n]+)'?$`, 'gm'))].flatMap(([, value]) =>
    value === undefined ? [] : [value],
  );

/** What columns hold: real names, addresses and measurements where there are any, made ones in the real form elsewhere. */
export function valuePools(data: string, seed: number): readonly ValuePool[] {
  const random = seededRandom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const one = <T>(values: readonly T[]): T => {
    const value = values[whole(values.length)];
    if (value === undefined) throw new Error('there is nothing to choose from');
    return value;
  };
  const digits = (count: number): string => Array.from({ length: count }, () => whole(10)).join('');
  const people = readFileSync(join(data, 'legislators/legislators-current.yaml'), 'utf8');
  const offices = readFileSync(join(data, 'legislators/legislators-district-offices.yaml'), 'utf8');
  const sentences = JSON.parse(
    readFileSync(join(data, 'presidio/synth_dataset_v2.json'), 'utf8'),
  ) as readonly {
    readonly full_text: string;
    readonly spans: readonly { readonly entity_type: string; readonly entity_value: string }[];
  }[];
  const spans = (type: string): readonly string[] =>
    sentences.flatMap(({ spans: found }) =>
      found.flatMap(({ entity_type, entity_value }) => (entity_type === type ? [entity_value] : [])),
    );
  const first = lines(people, 'first');
  const last = lines(people, 'last');
  const word = (): string =>
    one(last)
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '');
  const day = (from: number, years: number): string =>
    new Date(Date.UTC(from, 0, 1) + whole(years * 365) * 86_400_000).toISOString().slice(0, 10);
  const made = (names: readonly string[], make: () => string, type = 'text'): ValuePool => ({
    names,
    type,
    values: Array.from({ length: POOL_ROWS }, make),
  });
  const taken = (names: readonly string[], values: readonly string[]): ValuePool =>
    made(names, () => one(values));
  const number = (below: number, places: number) => (): string => (random() * below).toFixed(places);
  return [
    taken(['first_name', 'firstname', 'given_name'], first),
    taken(['last_name', 'surname', 'family_name'], last),
    made(['full_name', 'customer', 'contact_name'], () => `${one(first)} ${one(last)}`),
    made(['email', 'e_mail', 'contact_email'], () => `${word()}.${word()}${whole(99)}@${word()}.com`),
    taken(['phone', 'telephone', 'mobile'], [...lines(offices, 'phone'), ...spans('PHONE_NUMBER')]),
    taken(['street', 'address', 'address_line1'], lines(offices, 'address')),
    taken(['city', 'town', 'ship_city'], lines(offices, 'city')),
    taken(['postal_code', 'zip', 'postcode'], lines(offices, 'zip')),
    taken(['country', 'region', 'place'], spans('GPE')),
    made(['birth_date', 'dob', 'born_on'], () => day(1930, 75), 'date'),
    made(['gender', 'sex'], () => one(['M', 'F'])),
    made(['ssn', 'social_security'], () => `${100 + whole(560)}-${10 + whole(89)}-${1000 + whole(8999)}`),
    taken(['iban', 'account'], spans('IBAN_CODE')),
    made(['card_number', 'cc', 'pan'], () => withCheckDigit(`4${digits(14)}`)),
    made(['ip', 'client_ip', 'remote_addr'], () =>
      [whole(223) + 1, whole(256), whole(256), whole(256)].join('.'),
    ),
    taken(['website', 'url', 'homepage'], spans('DOMAIN_NAME')),
    made(['login', 'user_name', 'account_name'], () => `${word()}${whole(999)}`),
    taken(['company', 'vendor', 'organisation'], spans('ORGANIZATION')),
    taken(['job_title', 'position'], spans('TITLE')),
    taken(
      ['notes', 'comment', 'remarks'],
      sentences.map(({ full_text }) => full_text),
    ),
    made(['uuid', 'external_ref'], () => randomUUID(), 'uuid'),
    made(
      ['created_at', 'inserted'],
      () => `${day(2015, 10)}T${String(whole(24)).padStart(2, '0')}:00:00Z`,
      'timestamptz',
    ),
    made(
      ['updated_at', 'modified'],
      () => `${day(2015, 10)}T12:${String(whole(60)).padStart(2, '0')}:00Z`,
      'timestamptz',
    ),
    made(['status', 'state'], () => one(['open', 'paid', 'shipped', 'returned', 'cancelled'])),
    made(['currency'], () => one(['EUR', 'USD', 'GBP', 'SEK', 'CHF'])),
    made(['quantity', 'qty', 'units'], () => String(whole(500)), 'integer'),
    made(['amount', 'total', 'price'], number(5000, 2), 'numeric'),
    made(['rating', 'score'], number(5, 3), 'double precision'),
    made(['is_active', 'enabled'], () => String(random() < 0.7), 'boolean'),
    made(['sku', 'article', 'part_no'], () => `${one(['AX', 'BR', 'KT'])}-${digits(5)}`),
    made(['latitude', 'lat'], number(90, 6), 'double precision'),
    made(['weight_kg', 'mass'], number(120, 1), 'numeric'),
    made(['parent_id', 'order_id', 'ref_id'], () => String(whole(1_000_000)), 'bigint'),
    made(['version', 'revision'], () => `${whole(5)}.${whole(20)}.${whole(9)}`),
    made(['token', 'checksum'], () => randomUUID().replaceAll('-', '')),
    ...readTables(join(data, 'tables')).map(({ name, values }) => taken([name], values)),
  ];
}

/** Appends the last digit of card numbers. */
function withCheckDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Columns of real, mostly statistical tables: what most columns of the world are like. */
function readTables(
  folder: string,
): readonly { readonly name: string; readonly values: readonly string[] }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .slice(0, 40)
    .flatMap((file) => {
      const [header = '', ...rows] = readFileSync(join(folder, file), 'utf8').split(/\r?\n/);
      // Rows with quotes in them are left out: no parser is needed for the others.
      const cells = rows.filter((row) => row !== '' && !row.includes('"')).map((row) => row.split(','));
      const names = header.replaceAll('"', '').split(',');
      return names.slice(1, 4).flatMap((name, at) => {
        const values = cells.flatMap((row) => row[at + 1] ?? []);
        const plain = name
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '_')
          .slice(0, 40);
        return values.length < 20 || plain === '' ? [] : [{ name: plain, values }];
      });
    });
}
