import { type ColumnView, type InfoTypeRule, phraseList } from '@datawave/plugin-sdk';
import { isEuropeanCard, isGermanInsuranceNumber, isMedicareId, isNpi } from '../checks/check-digits.ts';
import { patientContext } from './patient-context.ts';

const RECORD_NAMES = phraseList(
  `medical record number, medical record, medical record id, medical record no, mrn, patient mrn,
  mrn number, patient number, patient record number, patient record id, patient chart number,
  chart number, patient chart, patient identifier, hospital number, hospital patient id,
  health record number, health record id, emr id, ehr id, patientennummer, patienten number,
  patienten id, patientenid, krankenaktennummer, fallnummer krankenhaus, numero dossier medical,
  number dossier medical, dossier medical, identifiant patient, ipp, numero patient, number patient,
  historia clinica, numero historia clinica, number historia clinica, numero de historia clinica,
  nro historia clinica, num historia, numero historia, numero de historia, number historia, nro historia, expediente clinico, nhc,
  numero paciente, number paciente, cartella clinica, numero cartella clinica, prontuario,
  numero prontuario, patientnummer, journalnummer`,
);

const INSURANCE_NAMES = phraseList(
  `health insurance number, health insurance id, health insurance, health insurance policy,
  health plan id, health plan number, health plan member id, insurance member id,
  medical insurance number, medical insurance id, insurance card number, insurance subscriber id,
  beneficiary id, beneficiary number, medicare beneficiary id, medicare beneficiary identifier, mbi,
  hicn, medicare id, medicare number, medicaid id, medicaid number, ehic, ehic number, kvnr, kv number,
  krankenversicherungsnummer, krankenversichertennummer, krankenkassennummer, versichertennummer,
  versicherten number, ins member id, ins id, ins policy no, ins policy number, versicherten id, egk number, gesundheitskarte, numero mutuelle, number mutuelle,
  numero assurance maladie, carte vitale, tarjeta sanitaria, numero tarjeta sanitaria,
  number tarjeta sanitaria, tessera sanitaria, zorgverzekeringsnummer, seguro medico`,
);
/** Numbers of a policy or member are of health only where the table says so. */
const INSURANCE_WEAK = phraseList(
  `insurance number, insurance id, insurance policy number, insured id, subscriber id, member id,
  policy number, policy id, group number`,
);
const OTHER_INSURANCE = phraseList(
  `car, vehicle, auto, motor, home, travel, pet, life, social, national, liability, property,
  unemployment, company, provider, payer, plan, type, carrier, cost, premium, coverage, amount, expiry,
  start, end, has`,
);

const joined = (phrases: readonly string[]): ReadonlySet<string> =>
  new Set(phrases.map((phrase) => phrase.replaceAll(' ', '')));
const WEAK_PHRASES = joined(INSURANCE_WEAK);
const STRONG_PHRASES = joined(INSURANCE_NAMES);
const hasPhrase = (column: ColumnView, phrases: ReadonlySet<string>): boolean =>
  column.phrases.some((phrase) => phrases.has(phrase.text));

export const identifierRules: readonly InfoTypeRule[] = [
  {
    infoType: 'MEDICAL_RECORD_NUMBER',
    kinds: ['text', 'integer', 'decimal', 'uuid'],
    names: [{ phrases: RECORD_NAMES, weight: 7 }],
    neutral: ['id', 'number', 'key', 'hash'],
    unlike: phraseList(`phone, email, room, bed, of, count, age, beds, system, vendor`),
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'have the form of an identifier',
        alphabet: 'digit letter - . / _ space',
        requires: 'digit',
        minLength: 3,
        maxLength: 40,
        matches: /^[A-Za-z]{0,6}[ ./_-]?\d[A-Za-z\d ./_-]{1,35}$/,
        present: 0.95,
        chance: 0.5,
        strongest: 0.7,
        weakest: -5,
      },
    ],
    subjects: { person: 0.4 },
    neighbours: 0.3,
  },
  {
    infoType: 'HEALTH_INSURANCE_ID',
    kinds: ['text', 'integer'],
    names: [
      { phrases: INSURANCE_NAMES, weight: 7 },
      { phrases: INSURANCE_WEAK, weight: 2.5 },
    ],
    neutral: ['id', 'number', 'key', 'no'],
    unlike: OTHER_INSURANCE,
    values: [
      {
        signal: 'pattern',
        says: 'have the form of a Medicare beneficiary identifier',
        alphabet: 'digit upper -',
        requires: 'digit upper',
        minLength: 11,
        maxLength: 13,
        matches: isMedicareId,
        present: 0.97,
        chance: 0.0001,
        stray: 0.000_02,
        strongest: 7,
        weakest: -4,
      },
      {
        signal: 'checksum',
        says: 'pass the check digit of German health insurance numbers',
        alphabet: 'digit upper',
        requires: 'digit upper',
        minLength: 10,
        maxLength: 10,
        matches: isGermanInsuranceNumber,
        present: 0.97,
        chance: 0.02,
        strongest: 6.3,
        weakest: -4,
      },
      {
        signal: 'pattern',
        says: 'have the form of the number on a European health insurance card',
        alphabet: 'digit',
        minLength: 20,
        maxLength: 20,
        matches: isEuropeanCard,
        present: 0.97,
        chance: 0.02,
        strongest: 3.5,
        weakest: -4,
      },
      {
        signal: 'shape',
        says: 'have the form of an identifier',
        alphabet: 'digit letter - . / _ space',
        requires: 'digit',
        minLength: 4,
        maxLength: 25,
        matches: /^[A-Za-z\d]/,
        present: 0.95,
        chance: 0.5,
        strongest: 0.6,
        weakest: -4,
      },
    ],
    subjects: { person: 0.4, thing: -0.5 },
    neighbours: 0.3,
    inspect(column, table) {
      if (hasPhrase(column, STRONG_PHRASES)) return patientContext(column, table, 1);
      return hasPhrase(column, WEAK_PHRASES) ? patientContext(column, table, 2.5) : [];
    },
  },
  {
    infoType: 'US_NPI',
    kinds: ['text', 'integer', 'decimal'],
    names: [
      {
        phrases: phraseList(
          `npi, npi number, npi id, national provider identifier, national provider id, provider npi,
          rendering npi, billing npi, prescriber npi, physician npi, facility npi, attending npi, referring npi`,
        ),
        weight: 5.5,
      },
    ],
    neutral: ['id', 'number', 'code'],
    unlike: ['description'],
    values: [
      {
        signal: 'checksum',
        says: 'pass the check digit of national provider identifiers',
        alphabet: 'digit',
        minLength: 10,
        maxLength: 10,
        matches: isNpi,
        present: 0.97,
        chance: 0.05,
        strongest: 3.5,
        weakest: -5,
      },
    ],
  },
];
