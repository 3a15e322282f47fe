import type { ColumnView, InfoTypeRule, RuleEvidence, TableView } from '@datawave/plugin-sdk';

const CODE = 'digit letter - space / .';
const ID_WORDS: ReadonlySet<string> = new Set([
  'id',
  'ids',
  'key',
  'pk',
  'fk',
  'uuid',
  'guid',
  'oid',
  'rowid',
  'identifier',
  'sid',
  'seq',
  'sk',
  'rownames',
]);
const RECORD_WORDS: ReadonlySet<string> = new Set([
  'order',
  'invoice',
  'tracking',
  'serial',
  'reference',
  'ref',
  'transaction',
  'ticket',
  'case',
  'document',
  'contract',
  'policy',
  'customer',
  'shipment',
  'batch',
  'lot',
  'receipt',
  'confirmation',
  'booking',
  'item',
  'product',
  'article',
  'part',
  'po',
  'request',
  'row',
  'line',
  'sequence',
  'isbn',
  'issn',
  'ean',
  'upc',
  'gtin',
  'asin',
  'sku',
  'doi',
  'barcode',
  'vin',
]);
const SELF_SUFFICIENT: ReadonlySet<string> = new Set([
  'isbn',
  'issn',
  'ean',
  'upc',
  'gtin',
  'asin',
  'sku',
  'doi',
  'barcode',
]);
const IDENTIFYING_KINDS: ReadonlySet<string> = new Set(['integer', 'uuid', 'decimal']);

const isCodeLike = (value: string): boolean =>
  value.length <= 64 && !/\s/.test(value) && !value.includes('@');

/** Whether the column's keys, name and values make it the identifier of a record. */
function inspectRecordId(column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const found: RuleEvidence[] = [];
  const last = column.tokens.at(-1) ?? '';
  const isWholeNumber =
    column.schema.kind === 'decimal' ? column.values.every((value) => /^-?\d+(?:\.0+)?$/.test(value)) : true;
  const couldIdentify =
    (IDENTIFYING_KINDS.has(column.schema.kind) && isWholeNumber) ||
    column.values.slice(0, 100).every(isCodeLike);
  if (!couldIdentify) return found;
  const weight = IDENTIFYING_KINDS.has(column.schema.kind) ? 4 : 2;
  if (column.isPrimaryKey)
    found.push({ signal: 'key', weight, detail: 'it is the primary key, or part of it' });
  else if (column.isForeignKey)
    found.push({ signal: 'key', weight, detail: `it refers to the key of another table` });
  if (ID_WORDS.has(last)) found.push({ signal: 'name', weight: 4, detail: `the name ends in "${last}"` });
  else if (
    column.tokens.some((token) => SELF_SUFFICIENT.has(token)) ||
    (['number', 'code', 'reference', 'ref'].includes(last) &&
      column.tokens.some((token) => RECORD_WORDS.has(token)))
  ) {
    found.push({ signal: 'name', weight: 3.5, detail: 'the name says that it numbers a record' });
  }
  if (found.length > 0 && column.schema.kind === 'integer' && isCounter(column))
    found.push({ signal: 'shape', weight: 0.8, detail: 'its values are whole numbers counted up' });
  if (found.length > 0 && table.sampledRows > 1 && column.values.length === table.sampledRows)
    found.push({ signal: 'shape', weight: 0.5, detail: 'no value stands twice' });
  return found;
}

function isCounter(column: ColumnView): boolean {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of column.values) {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) return false;
    min = Math.min(min, number);
    max = Math.max(max, number);
  }
  return max - min < column.values.length * 3;
}

/** Identifiers of people and records. */
export const identifierRules: readonly InfoTypeRule[] = [
  {
    infoType: 'PERSON_ID',
    kinds: ['text', 'integer'],
    names: [
      {
        phrases: [
          'student number',
          'matriculation number',
          'matrikelnummer',
          'personnel number',
          'personalnummer',
          'personal number',
          'employee number',
          'staff number',
          'badge number',
          'member number',
          'membership number',
          'mitgliedsnummer',
          'voter id',
          'voter number',
          'orcid',
          'bioguide',
          'loyalty number',
          'frequent flyer number',
        ],
        weight: 5.5,
      },
    ],
    neutral: ['number', 'id'],
    unlike: ['company', 'vat', 'organisation', 'vendor', 'supplier', 'types'],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'are short codes with digits',
        alphabet: CODE,
        requires: 'digit',
        minLength: 2,
        maxLength: 24,
        matches: /^[A-Z\d][A-Z\d ./-]*$/i,
        present: 0.95,
        chance: 0.4,
        strongest: 0.5,
      },
    ],
    subjects: { person: 0.5, organisation: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'RECORD_ID',
    kinds: ['integer', 'uuid', 'text', 'decimal', 'binary'],
    inspect: inspectRecordId,
  },
];
