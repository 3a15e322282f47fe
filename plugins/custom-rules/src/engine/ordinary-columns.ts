import { seededRandom } from '@datawave/plugin-sdk/connector';
import type { ExaminedColumn } from './examine-column.ts';

/** Values made of each ordinary column. */
const VALUES = 25;

const WORDS =
  'order item note red small blue large green stock box case pack ready open closed new old north south east west main side paper steel glass wood light heavy fast slow daily weekly report invoice draft final active pending done failed home office store market cloth metal table chair lamp phone cable screen board shelf garden kitchen'.split(
    ' ',
  );
const FIRST = 'Anna James Maria Peter Laura David Sofia Thomas Julia Martin Elena Daniel Clara Simon'.split(
  ' ',
);
const LAST = 'Smith Garcia Müller Rossi Novak Jensen Kowalski Dubois Silva Ivanova Tanaka Okafor Brown'.split(
  ' ',
);
const CITIES = 'London Paris Berlin Madrid Rome Vienna Oslo Prague Lisbon Dublin Boston Austin Kyoto'.split(
  ' ',
);

/** What some of the columns hold: a rule for that very type is right to take them. */
const TYPES: Readonly<Record<string, string>> = {
  latitude: 'GEO_COORDINATES',
  first_name: 'FIRST_NAME',
  full_name: 'PERSON_NAME',
  company: 'ORGANIZATION_NAME',
  city: 'CITY',
  street: 'STREET_ADDRESS',
  postcode: 'POSTAL_CODE',
  email: 'EMAIL_ADDRESS',
  phone: 'PHONE_NUMBER',
  ip: 'IP_ADDRESS',
  url: 'URL',
  id: 'RECORD_ID',
  order_id: 'RECORD_ID',
  uuid: 'RECORD_ID',
};

/** An ordinary column and, where it is one that rules may be for, its info type. */
export interface OrdinaryColumn extends ExaminedColumn {
  readonly infoType: string | null;
}

/**
 * Columns as they stand in any business database, by name, kind and how a value is made. How many of their values a rule
 * fits tells how often it will be wrong where nobody looks.
 */
export function ordinaryColumns(): readonly OrdinaryColumn[] {
  // Repeatable: the same in every process, so that the same rule has the same chance everywhere.
  const random = seededRandom(20_240_229);
  const draw = (below: number): number => Math.floor(random() * below);
  const pick = (list: readonly string[]): string => list[draw(list.length)] ?? '';
  const digits = (count: number): string => Array.from({ length: count }, () => String(draw(10))).join('');
  const letters = (count: number): string =>
    Array.from({ length: count }, () => String.fromCharCode(65 + draw(26))).join('');
  const hex = (count: number): string => Array.from({ length: count }, () => draw(16).toString(16)).join('');
  const words = (count: number): string => Array.from({ length: count }, () => pick(WORDS)).join(' ');
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = (): string => `${1990 + draw(36)}-${two(1 + draw(12))}-${two(1 + draw(28))}`;
  const time = (): string => `${two(draw(24))}:${two(draw(60))}:${two(draw(60))}`;
  const host = (): string => `${pick(WORDS)}${pick(WORDS)}.${pick(['com', 'org', 'net', 'io'])}`;
  const makers: readonly (readonly [name: string, kind: string, make: (row: number) => string])[] = [
    ['id', 'integer', (row) => String(row + 1)],
    ['order_id', 'integer', () => String(10_000 + draw(90_000))],
    ['customer_no', 'integer', () => digits(8)],
    ['account_ref', 'integer', () => `${1 + draw(9)}${digits(8)}`],
    ['external_id', 'integer', () => `${1 + draw(9)}${digits(15)}`],
    ['quantity', 'integer', () => String(draw(200))],
    ['year', 'integer', () => String(1950 + draw(80))],
    ['population', 'integer', () => String(draw(2_000_000))],
    ['created_unix', 'integer', () => String(1_000_000_000 + draw(900_000_000))],
    ['price', 'decimal', () => `${draw(1000)}.${two(draw(100))}`],
    ['ratio', 'decimal', () => `0.${digits(6)}`],
    ['temperature', 'decimal', () => `${draw(60) - 20}.${draw(10)}`],
    ['latitude', 'decimal', () => `${draw(180) - 90}.${digits(5)}`],
    ['active', 'boolean', () => pick(['true', 'false'])],
    ['flag', 'text', () => pick(['Y', 'N'])],
    ['order_date', 'date', date],
    ['invoice_day', 'text', () => `${two(1 + draw(28))}/${two(1 + draw(12))}/${1990 + draw(36)}`],
    ['updated_at', 'timestamp', () => `${date()}T${time()}Z`],
    ['opening_time', 'time', time],
    ['uuid', 'uuid', () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`],
    ['sha256', 'text', () => hex(64)],
    ['md5', 'text', () => hex(32)],
    ['short_hash', 'text', () => hex(8)],
    ['color', 'text', () => `#${hex(6)}`],
    ['version', 'text', () => `${draw(10)}.${draw(20)}.${draw(100)}`],
    ['sku', 'text', () => `${letters(3)}-${digits(4)}`],
    ['product_code', 'text', () => `${letters(2)}${digits(6)}`],
    ['batch', 'text', () => `${letters(1)}${digits(5)}${letters(2)}`],
    ['invoice_number', 'text', () => `INV-${2000 + draw(30)}-${digits(5)}`],
    ['ean', 'text', () => digits(13)],
    ['part', 'text', () => `${digits(3)}-${digits(3)}-${digits(3)}`],
    ['country_code', 'text', () => letters(2)],
    ['currency', 'text', () => pick(['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'PLN'])],
    ['status', 'text', () => pick(WORDS)],
    ['category', 'text', () => words(2)],
    ['product_name', 'text', () => words(3)],
    ['description', 'text', () => `${words(12)}.`],
    ['comment', 'text', () => `${words(4)}, ${words(5)} ${digits(2)}`],
    ['file_name', 'text', () => `${pick(WORDS)}_${digits(3)}.${pick(['pdf', 'csv', 'png'])}`],
    ['path', 'text', () => `/${pick(WORDS)}/${pick(WORDS)}/${pick(WORDS)}`],
    ['url', 'text', () => `https://www.${host()}/${pick(WORDS)}?id=${digits(4)}`],
    ['ip', 'text', () => `${1 + draw(223)}.${draw(256)}.${draw(256)}.${draw(256)}`],
    ['user_agent', 'text', () => `Mozilla/5.0 (X11; Linux x86_64) Engine/${draw(100)}.${draw(10)}`],
    ['first_name', 'text', () => pick(FIRST)],
    ['full_name', 'text', () => `${pick(FIRST)} ${pick(LAST)}`],
    ['company', 'text', () => `${pick(LAST)} ${pick(['Ltd', 'GmbH', 'Inc', 'SA'])}`],
    ['city', 'text', () => pick(CITIES)],
    ['street', 'text', () => `${1 + draw(200)} ${pick(LAST)} Street`],
    ['postcode', 'text', () => digits(5)],
    ['email', 'text', () => `${pick(FIRST)}.${pick(LAST)}@${host()}`.toLowerCase()],
    ['phone', 'text', () => `+${1 + draw(90)} ${digits(3)} ${digits(7)}`],
    ['payload', 'json', () => `{"id":${draw(1000)},"name":"${pick(WORDS)}"}`],
  ];
  return makers.map(([name, kind, make]) => ({
    name,
    kind,
    table: 'data',
    infoType: TYPES[name] ?? null,
    values: Array.from({ length: VALUES }, (_, row) => make(row)),
  }));
}
