import { passesLuhn } from '@datawave/plugin-sdk';
import type { ClassifierCase } from '@datawave/plugin-sdk/testing';
import { createDice, fillTemplate } from './make-numbers.ts';

const several = (template: string, count: number, seed: number): readonly string[] => {
  const roll = createDice(seed);
  return Array.from({ length: count }, () => fillTemplate(template, roll));
};

const passingLuhn = (template: string, count: number, seed: number): readonly string[] => {
  const roll = createDice(seed);
  const made: string[] = [];
  while (made.length < count) {
    const value = fillTemplate(template, roll);
    if (passesLuhn(value)) made.push(value);
  }
  return made;
};

const negative = (
  title: string,
  column: string,
  values: readonly string[],
  table = 'data',
): ClassifierCase => ({
  title,
  table,
  column,
  values,
  expect: null,
});

/** Random numbers of each length that a national number has: as many pass as chance lets. */
const randomNumbers = [8, 9, 10, 11, 12, 13, 14, 15, 16, 18].map((length) =>
  negative(`random numbers of ${length} digits`, 'c1', several('#'.repeat(length), 60, length)),
);

/** A few numbers pass by chance, and nothing else is known. */
const fewNumbers = [9, 10, 11, 12, 13].map((length) =>
  negative(`one number of ${length} digits`, 'value', several(`1${'#'.repeat(length - 1)}`, 1, length * 7)),
);

export const negativeCases: readonly ClassifierCase[] = [
  ...randomNumbers,
  ...fewNumbers,
  negative('order numbers that pass Luhn', 'order_number', passingLuhn('#########', 40, 1), 'orders'),
  negative(
    'invoice numbers of eleven digits that pass Luhn',
    'invoice_no',
    passingLuhn('2024#######', 40, 2),
    'invoices',
  ),
  negative('tracking numbers that pass Luhn', 'tracking_number', passingLuhn('1###########', 40, 3)),
  negative(
    'order numbers counted up',
    'order_no',
    Array.from({ length: 50 }, (_, index) => String(100_200_300 + index)),
  ),
  negative(
    'long numbers counted up',
    'number',
    Array.from({ length: 50 }, (_, index) => String(10_020_030_000 + index)),
  ),
  negative('phone numbers', 'phone', several('0########', 40, 4)),
  negative('phone numbers with spaces', 'contact', several('202 555 ####', 40, 5)),
  negative('phone numbers with hyphens', 'contact', several('202-555-01##', 40, 6)),
  negative('mobile numbers of eleven digits', 'msisdn', several('4915########', 40, 7)),
  negative(
    'seconds since 1970',
    'created',
    Array.from({ length: 60 }, (_, index) => String(1_700_000_000 + index * 86_413)),
  ),
  negative(
    'milliseconds since 1970',
    'ts',
    Array.from({ length: 60 }, (_, index) => String(1_700_000_000_000 + index * 86_413_777)),
  ),
  negative(
    'timestamps of twelve digits',
    'c1',
    Array.from(
      { length: 60 },
      (_, index) =>
        `2401${String(1 + (index % 28)).padStart(2, '0')}${String(index % 24).padStart(2, '0')}${String((index * 7) % 60).padStart(2, '0')}${String((index * 13) % 60).padStart(2, '0')}`,
    ),
  ),
  negative(
    'timestamps of fourteen digits',
    'c1',
    Array.from(
      { length: 60 },
      (_, index) =>
        `202401${String(1 + (index % 28)).padStart(2, '0')}${String(index % 24).padStart(2, '0')}${String((index * 7) % 60).padStart(2, '0')}${String((index * 13) % 60).padStart(2, '0')}`,
    ),
  ),
  negative(
    'dates without separators',
    'c1',
    Array.from({ length: 60 }, (_, index) => String(20_200_101 + (index % 12) * 100 + (index % 28))),
  ),
  negative('ISBN-10, which pass as NHS numbers do', 'c1', [
    '0306406152',
    '0131103628',
    '0201633612',
    '0596517742',
    '1491950358',
    '0262033844',
    '0321125215',
    '0134685991',
  ]),
  negative('ISBN-13', 'c1', [
    '9780306406157',
    '9780131103627',
    '9780201633610',
    '9780596517748',
    '9781491950357',
  ]),
  negative('article numbers of thirteen digits', 'ean', several('40########006', 30, 8)),
  negative('device numbers', 'imei', passingLuhn('35#############', 30, 9)),
  negative('card numbers', 'c1', passingLuhn('4###############', 40, 10)),
  negative('versions', 'version', ['1.2.3.4', '10.0.19041.1', '2.14.0']),
  negative('UUIDs', 'trace', [
    '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
    '7d444840-9dc0-11d1-b245-5ffdce74fad2',
  ]),
  negative('hashes', 'checksum', several('a9f0e1####b2##c3##d4##e5##f6##a7##b8##c9', 20, 11)),
  negative('product codes of eight characters', 'sku', several('#######A', 40, 12), 'products'),
  negative('product codes with a letter on both sides', 'code', several('A#######A', 40, 13), 'products'),
  negative('CAS registry numbers', 'cas', ['7732-18-5', '64-17-5', '50-00-0', '7647-14-5']),
  negative('part numbers in groups', 'part', several('##-#######', 30, 14)),
  negative('whether a number was verified', 'ssn_verified', ['true', 'false']),
  negative('how many passports', 'passport_count', ['1', '2', '3']),
  negative('sines of angles', 'sin', ['0.1736', '0.3420', '0.5000']),
  negative('pans of cooking', 'pan', ['large', 'small', 'cast iron']),
  negative('run numbers', 'run', ['1', '2', '3']),
  negative('types of tax numbers', 'tax_id_type', ['EIN', 'SSN', 'ITIN']),
  negative('countries that issued passports', 'passport_country', ['DE', 'FR', 'IT']),
  negative('amounts without separators', 'amount', several('1########', 40, 15)),
  negative('account numbers', 'account_number', several('##########', 40, 16)),
  negative('coordinates times ten million', 'lat_e7', several('52#######', 40, 17)),
];
