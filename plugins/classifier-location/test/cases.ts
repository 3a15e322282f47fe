import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

const counted = (count: number, value: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => value(index));

export const cases: readonly ClassifierCase[] = [
  {
    title: 'street addresses with the number first',
    column: 'Address',
    values: ['12 Orchestra Terrace', '1 Infinite Loop', '89 Chiaroscuro Rd.'],
    expect: 'STREET_ADDRESS',
  },
  {
    title: 'street addresses with the number last',
    column: 'Anschrift',
    values: ['Obere Str. 57', 'Theodor-Heuss-Straße 34', 'Walserweg 21'],
    expect: 'STREET_ADDRESS',
  },
  {
    title: 'street addresses without a telling name',
    column: 'line',
    values: ['12 Main Street', '4 Elm Avenue', '77 Station Road', '9 Park Lane', '300 Ocean Drive'],
    expect: 'STREET_ADDRESS',
  },
  { title: 'addresses of the network', column: 'ip_address', values: ['10.0.0.1', '10.0.0.2'], expect: null },
  { title: 'address_id', column: 'address_id', kind: 'integer', values: ['1', '2'], expect: null },
  {
    title: 'addresses of wallets',
    column: 'wallet_address',
    values: ['0x52908400098527886E0F7030069857D2E4169EE7'],
    expect: null,
  },
  { title: 'memory addresses', column: 'address', values: ['0x00007ff8', '0x00007ffc'], expect: null },
  {
    title: 'sentences that name streets',
    column: 'comment',
    values: [
      'The way we place 3 orders is court ordered and takes a long drive through many steps of the process',
      'Nothing to say',
      'Fine',
      'OK',
    ],
    expect: null,
  },

  {
    title: 'cities',
    column: 'city',
    values: ['Berlin', 'Paris', 'São Paulo', 'Graz', 'Bräcke'],
    expect: 'CITY',
  },
  {
    title: 'cities in German',
    table: 'kunden',
    column: 'wohnort',
    values: ['Berlin', 'München', 'Hamburg', 'Kleinkleckersdorf'],
    expect: 'CITY',
  },
  { title: 'countries', column: 'country', values: ['Germany', 'France', 'USA'], expect: 'COUNTRY' },
  {
    title: 'country codes as countries',
    column: 'country_code',
    values: ['DE', 'FR', 'US'],
    expect: 'COUNTRY',
  },
  { title: 'capacities', column: 'capacity', kind: 'integer', values: ['100', '200'], expect: null },
  { title: 'colours as cities', column: 'colour', values: ['red', 'green', 'blue'], expect: null },

  {
    title: 'postal codes of many countries',
    column: 'PostalCode',
    values: ['12209', 'WA1 1DP', 'S-958 22', '05021', 'H1J 1C3', '08737-363'],
    expect: 'POSTAL_CODE',
  },
  {
    title: 'ZIP codes stored as numbers',
    column: 'zip',
    kind: 'integer',
    values: ['2139', '94107', '10001'],
    expect: 'POSTAL_CODE',
  },
  {
    title: 'British postcodes without a telling name',
    column: 'c2',
    values: ['SW1A 1AA', 'M1 1AE', 'EC1A 1BB', 'CR2 6XH'],
    expect: 'POSTAL_CODE',
  },
  { title: 'zip_count', column: 'zip_count', kind: 'integer', values: ['12', '300'], expect: null },
  { title: 'scenario_code', column: 'scenario_code', values: ['S0001', 'S0002'], expect: null },
  {
    title: 'academic years under "code"',
    column: 'code',
    kind: 'integer',
    values: ['2019', '2020', '2021'],
    expect: null,
  },
  { title: 'paths of zip files', column: 'zip_file', values: ['/tmp/a.zip', '/tmp/b.zip'], expect: null },
  {
    title: 'five-digit numbers',
    column: 'amount',
    kind: 'integer',
    values: counted(40, (index) => String(10_000 + index * 977)),
    expect: null,
  },

  {
    title: 'latitudes',
    column: 'lat',
    kind: 'decimal',
    values: ['52.520008', '48.856613', '40.712776'],
    expect: 'GEO_COORDINATES',
  },
  {
    title: 'pairs of coordinates',
    column: 'position',
    values: ['52.520008, 13.404954', '48.856613, 2.352222'],
    expect: 'GEO_COORDINATES',
  },
  {
    title: 'long beside a latitude',
    column: 'long',
    kind: 'decimal',
    neighbours: ['lat'],
    values: ['13.404954', '2.352222', '-74.005974'],
    expect: 'GEO_COORDINATES',
  },
  {
    title: 'measurements with decimals',
    column: 'weight',
    kind: 'decimal',
    values: ['70.1234', '80.5678'],
    expect: null,
  },
  {
    title: 'a column "long" that is only long',
    column: 'long_description',
    values: ['A fine thing', 'Another'],
    expect: null,
  },
];
