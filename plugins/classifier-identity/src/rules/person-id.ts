import { type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { CODED_PERSONS, IDENTIFIED_PERSONS, PERSON_ID } from '../names/person-ids.ts';
import { ISSUED_PERSONS, NUMBERED_PERSONS, REGISTER_NUMBER, REGISTER_WORD } from '../names/registers.ts';
import { howIssued } from './how-issued.ts';
import { isKnownElsewhere } from './known-elsewhere.ts';

const CODE = 'digit letter - space / . _ :';
/** Words for a number, as they stand before or behind the person in one language or another. */
const NUMBERS = ['number', 'code', 'num', 'n', 'nº'];
const NUMBERED = ['number', 'code', 'reference', 'identifier'];
const ISSUED = ['id', 'identifier', 'identifiant'];
const KEYED = ['id', 'key', 'uid', 'uuid'];

const combine = (persons: string, words: readonly string[]): readonly string[] =>
  phraseList(persons).flatMap((person) =>
    words.flatMap((word) => [`${person} ${word}`, `${word} ${person}`]),
  );

/** What is numbered beside persons; the number of a member's order is no member's number. */
const OTHERS =
  phraseList(`company, companies, firma, firmy, firmen, spółka, spółki, kontrahenta, entreprise, société, empresa, azienda, ditta, bedrijf, företag, virksomhed,
  corporate, vat, organisation, business, vendor, supplier, merchant,
  types, type, group, status, role, level, order, orders, invoice, store, product, item, sku, upc, ean, gtin, isbn, issn, asin, barcode,
  catalog, catalogue, material, batch, lot, serial, tracking, shipment, parcel, ticket, transaction, booking, reservation,
  receipt, payment, phone, mobile, fax, email, address, imei, imsi, iban, bic, price, amount, quantity, weight, population,
  session, team, department, family, household, segment, category, school, class, course, plan, vehicle, vehículo, car, country, state,
  zip, postal, postcode, latitude, longitude, photo, image, scan, hash, checksum, version, revision, created, updated, timestamp, date,
  time, visit, visits, answer, question, article, case, expiry, expires, issue, issued, authority, office`);

const KNOWN_ELSEWHERE: readonly RuleEvidence[] = [
  {
    signal: 'name',
    weight: 6,
    detail:
      'it is one of several columns, beside names of persons, that hold identifiers by which others know the same persons',
  },
];

/** Identifiers of people: as employers, schools, clubs and registers issue them, and as systems keep them. */
export const personIdRule: InfoTypeRule = {
  infoType: 'PERSON_ID',
  kinds: ['text', 'integer', 'uuid', 'decimal'],
  names: [
    { phrases: phraseList(REGISTER_NUMBER), weight: 5.8 },
    { phrases: combine(NUMBERED_PERSONS, NUMBERS), weight: 5.4 },
    { phrases: phraseList(REGISTER_WORD), weight: 4.6, whole: true, subjects: ['person'] },
    { phrases: combine(ISSUED_PERSONS, ISSUED), weight: 4.4 },
    { phrases: phraseList(PERSON_ID), weight: 4.2 },
    { phrases: combine(IDENTIFIED_PERSONS, NUMBERED), weight: 4 },
    { phrases: combine(IDENTIFIED_PERSONS, KEYED), weight: 2.8 },
    { phrases: phraseList(CODED_PERSONS), weight: 1.6, whole: true },
    {
      phrases: ['id', 'ids', 'identifier', 'unique id', 'record id'],
      weight: 1.5,
      whole: true,
      subjects: ['person'],
    },
    { phrases: ['id'], weight: 1.2, subjects: ['person'] },
    { phrases: ['id', 'code', 'number'], weight: 0.8, whole: true, subjects: ['person', 'unknown'] },
  ],
  neutral: phraseList(
    'number, id, raw, hashed, anonymized, anonymised, anon, new, unique, code, hash, key, v, d, fk, sk',
  ),
  unlike: OTHERS,
  needsName: true,
  values: [
    {
      signal: 'shape',
      says: 'are short codes with digits',
      alphabet: CODE,
      requires: 'digit',
      minLength: 1,
      maxLength: 64,
      matches: /^[A-Z\d][A-Z\d ._:/-]*$/i,
      present: 0.95,
      chance: 0.4,
      strongest: 0.6,
    },
    {
      signal: 'shape',
      says: 'are short codes of letters',
      alphabet: 'upper',
      minLength: 1,
      maxLength: 6,
      matches: /^[A-Z]{1,6}$/,
      present: 0.95,
      chance: 0.6,
      strongest: 0.2,
    },
  ],
  inspect: (column, table) => [
    ...howIssued(column),
    ...(isKnownElsewhere(column, table) ? KNOWN_ELSEWHERE : []),
  ],
  subjects: { person: 0.5, organisation: -1, thing: -0.8 },
  neighbours: 0.4,
};
