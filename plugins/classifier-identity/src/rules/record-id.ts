import {
  type ColumnView,
  type InfoTypeRule,
  ORGANISATION_NOUNS,
  PERSON_NOUNS,
  type RuleEvidence,
  type TableView,
  THING_NOUNS,
} from '@datawave/plugin-sdk';
import { isKnownElsewhere } from './known-elsewhere.ts';
import { areRunning } from './running-numbers.ts';

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const ID_WORDS = wordsOf(
  'id ids key pk fk uuid guid oid rowid identifier sid seq sk rownames idx recno recid objectid fid gid tid cid mid bid eid did aid xid ident identifiant identificador identificatore identyfikator ид идентификатор номер编号',
);
/** Words that number rows when the values count up. */
const COUNTING = wordsOf(
  'no nr number num n index idx row rows obs observation observations record case seq sequence serial sno slno srno s sr sl lp lfd lfdnr stt sira poradi ordinal item entry line x unnamed nro nomor urut 序号 编号 연번 순번 v',
);
const NUMBERING = wordsOf('number code reference ref no nr num nbr identifier codigo kode');
const RECORD_WORDS = wordsOf(
  'order invoice tracking serial reference ref transaction ticket case document contract policy customer shipment batch lot receipt confirmation booking item product article part po request row line sequence isbn issn ean upc gtin asin sku doi barcode vin flight tail train bill cheque check voucher purchase claim grant award project study trial site station sample specimen plot record entry accession catalog catalogue inventory asset machine license licence permit registration parcel block district precinct school class course section room account loan application registry docket incident report complaint job stock material model version file tax vat company',
);
const SELF_SUFFICIENT = wordsOf(
  'isbn issn ean upc gtin asin sku doi pmid pmcid barcode vin tconst imdb tailnum tail uniprot ensembl entrez hgnc wikidata qid mbid musicbrainz arxiv oclc lccn ark urn slug gisjoin gvkey permno cusip isin sedol lei figi duns ein siren siret cnpj crn ico regon studyid siteid domainid geonameid logrecno opeid nces ceeb ipeds unitid tmdb tvdb isrc upi gbif',
);
/** Their codes and numbers stand for classes, not for records. */
const CLASSIFYING = wordsOf(
  'country state region currency language county type category district area year month day class province precinct phone zip post postal status dial continent color colour size gender sex age race grade level group role position week hour time',
);
/** Their numbers say where something stands. */
const POSITIONS = wordsOf(
  'zip phone position rank level grade dial year month day week hour time age house street mobile contact fax tel',
);
const PERIODS = wordsOf('year month day week season quarter');
const IDENTIFYING_KINDS: ReadonlySet<string> = new Set(['integer', 'uuid', 'decimal']);
const NOUNS: ReadonlySet<string> = new Set([...THING_NOUNS, ...ORGANISATION_NOUNS, ...RECORD_WORDS]);

/** Of several identifiers of a person at most one is that of the record. */
const KNOWN_ELSEWHERE: RuleEvidence = {
  signal: 'name',
  weight: 1,
  detail: 'the name holds a word for an identifier, as the names of several columns beside it do',
};

const isCodeLike = (value: string): boolean =>
  value.length <= 64 && !/\s/.test(value) && !value.includes('@');

/** Whether the column's keys, name and values make it the identifier of a record. */
function inspectRecordId(column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const found: RuleEvidence[] = [];
  const isNumber = IDENTIFYING_KINDS.has(column.schema.kind);
  const isWhole =
    column.schema.kind === 'decimal' ? column.values.every((value) => /^-?\d+(?:\.0+)?$/.test(value)) : true;
  if (!(isNumber && isWhole) && !column.values.slice(0, 100).every(isCodeLike)) return found;
  const weight = isNumber ? 4 : 2;
  if (column.isPrimaryKey)
    found.push({ signal: 'key', weight, detail: 'it is the primary key, or part of it' });
  else if (column.isForeignKey)
    found.push({ signal: 'key', weight, detail: `it refers to the key of another table` });
  const isDistinct = table.sampledRows > 1 && column.values.length === table.sampledRows;
  const counts = column.schema.kind === 'integer' && areRunning(column);
  const byName = isKnownElsewhere(column, table) ? KNOWN_ELSEWHERE : judgeName(column, isDistinct && counts);
  if (byName !== null) found.push(byName);
  if (found.length > 0 && counts)
    found.push({ signal: 'shape', weight: 0.8, detail: 'its values are whole numbers counted up' });
  if (found.length > 0 && isDistinct)
    found.push({ signal: 'shape', weight: 0.5, detail: 'no value stands twice' });
  return found;
}

function judgeName({ tokens, position }: ColumnView, isRowCounter: boolean): RuleEvidence | null {
  const said = (weight: number, detail: string): RuleEvidence => ({ signal: 'name', weight, detail });
  const last = tokens.at(-1) ?? '';
  const first = tokens[0] ?? '';
  const withoutNumber = tokens.filter((token) => !/^\d+$/.test(token));
  if (ID_WORDS.has(last) && tokens.some((token) => PERIODS.has(token)))
    return said(1, 'the name says "id" of a period');
  if (ID_WORDS.has(last)) return said(4, `the name ends in "${last}"`);
  if (first === 'id' && tokens.length > 1) return said(3.6, 'the name starts with "id"');
  const sufficient = tokens.findIndex((token) => SELF_SUFFICIENT.has(token));
  if (
    sufficient >= 0 &&
    tokens.slice(sufficient + 1).every((token) => NUMBERING.has(token) || /^\d+$/.test(token))
  )
    return said(3.5, 'the name says that it numbers a record');
  if (
    NUMBERING.has(last) &&
    tokens.length > 1 &&
    !tokens.some((token) => token === 'of' || (last === 'code' ? CLASSIFYING : POSITIONS).has(token))
  ) {
    if (tokens.slice(0, -1).some((token) => RECORD_WORDS.has(token)))
      return said(3.5, 'the name says that it numbers a record');
    if (last !== 'code' && tokens.slice(0, -1).some((token) => NOUNS.has(token)))
      return said(2.4, 'the name says that it numbers something');
    return said(0.9, 'the name may stand for the number of a record');
  }
  if (tokens.includes('id') || tokens.includes('uuid')) return said(2, 'the name holds "id"');
  if (isRowCounter && withoutNumber.length === 0) return said(3.6, 'the column has no name, and counts up');
  if (isRowCounter && withoutNumber.length <= 2 && withoutNumber.every((token) => COUNTING.has(token)))
    return said(position <= 1 ? 3.4 : 2.4, 'the name says that rows are counted');
  if (withoutNumber.length === 1 && (NUMBERING.has(last) || COUNTING.has(last) || RECORD_WORDS.has(last)))
    return said(0.5, 'the name may stand for the number of a record');
  if (withoutNumber.length === 1 && PERSON_NOUNS.has(last))
    return said(0.8, 'the name may stand for numbers that persons are known by');
  if (tokens.length === 1 && /^\p{L}{2,7}(?:num|id|nr|no)$/u.test(last))
    return said(0.6, 'the name may end in a word for a number');
  if (isRowCounter && position === 0) return said(0.1, 'the first column counts up');
  return null;
}

/** Surrogate and business identifiers of records. */
export const recordIdRule: InfoTypeRule = {
  infoType: 'RECORD_ID',
  kinds: ['integer', 'uuid', 'text', 'decimal', 'binary'],
  inspect: inspectRecordId,
};
