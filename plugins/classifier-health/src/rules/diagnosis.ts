import {
  type ColumnView,
  type InfoTypeRule,
  phraseList,
  type RuleEvidence,
  type TableView,
} from '@datawave/plugin-sdk';
import { isSnomedConcept } from '../checks/check-digits.ts';
import { type DiagnosisCodes, isIcd9, isIcd11 } from '../checks/icd10.ts';
import type { MedicalWords } from '../checks/medical-words.ts';
import { patientContext } from './patient-context.ts';

/** Of codes, which may be kept as numbers. */
const CODE_NAMES = phraseList(
  `diagnosis code, diag code, dx, dx code, icd, icd code, icd 9, icd 10, icd 11, icd 9 code, icd 10 code,
  icd 11 code, icd 10 cm, icd 9 cm, icd 10 gm, icdo, snomed, snomed code, snomed ct, snomed id, icpc,
  dsm code, disease code, cause of death code, diagnosecode, diagnoseschluessel, code cim, cim 10,
  codigo diagnostico, cie 10, cid 10, codice diagnosi`,
);
/** Of codes or of words. */
const NAMES = phraseList(
  `diagnosis, diagnoses, diagnosis name, diagnosis description, primary diagnosis, secondary diagnosis,
  admitting diagnosis, admission diagnosis, discharge diagnosis, principal diagnosis,
  differential diagnosis, provisional diagnosis, dx name, medical condition, medical conditions,
  health condition, health conditions, chronic condition, chronic conditions, chronic disease,
  comorbidity, comorbidities, pre existing condition, preexisting condition, medical history, illness,
  diagnose, diagnosen, hauptdiagnose, nebendiagnose, einweisungsdiagnose, entlassungsdiagnose,
  aufnahmediagnose, krankheit, vorerkrankung, vorerkrankungen, diagnostic principal, diagnostic associe,
  maladie, antecedents medicaux, diagnostico, diagnosticos, diagnostico principal, enfermedad, diagnosi,
  malattia, patologia, rozpoznanie, diagnos`,
);
const WEAK = phraseList(
  `diag, disease, diseases, disease name, condition, conditions, symptom, symptoms, ailment, disorder`,
);
/** What is diagnosed of machines, programs and programmes of tests. */
const UNLIKE = phraseList(
  `system, network, vehicle, device, machine, engine, server, error, log, test, tool, software, self,
  item, product, road, weather, surface, property, building, sales, shipping, payment, terms, where, air,
  sky, soil, housing, car, stop, start, if, plant, crop, treatment, experimental, overall`,
);

/** Fewer codes than this say nothing by how they are spread. */
const LEAST_SPREAD = 6;
/** Names of diseases hold no others. */
const NAME_CHARACTERS = "letter unicode digit space - . , ( ) / ' :";
/** Values that are looked at to tell whether the surroundings matter. */
const PROBED = 20;

/** Recognises diagnoses by codes and by names. A bare code is weak: seats, gates, vitamins and cells look the same. */
export const diagnosisRule = (codes: DiagnosisCodes, words: MedicalWords): InfoTypeRule => ({
  infoType: 'DIAGNOSIS_CODE',
  kinds: ['text', 'decimal', 'integer'],
  names: [
    { phrases: CODE_NAMES, weight: 5 },
    { phrases: NAMES, weight: 5, kinds: ['text'] },
    { phrases: ['diagnostic', 'diagnostics'], weight: 2, whole: true, kinds: ['text'] },
    { phrases: WEAK, weight: 1.5, kinds: ['text'] },
    {
      phrases: ['cause of death', 'reason for visit', 'reason for admission', 'chief complaint'],
      weight: 3,
      kinds: ['text'],
    },
  ],
  neutral: phraseList(
    `code, codes, description, desc, name, text, primary, secondary, main, label, 9, 10, 11, cm, gm, who`,
  ),
  unlike: UNLIKE,
  values: [
    {
      signal: 'pattern',
      says: 'are codes of ICD-10 that exist, with a dot',
      alphabet: 'digit letter . - space other unicode +',
      requires: 'digit .',
      minLength: 5,
      maxLength: 10,
      matches: (value) => {
        const code = codes.read(value);
        return code?.exists === true && code.hasDot;
      },
      present: 0.75,
      chance: 0.12,
      strongest: 4,
      weakest: -1,
    },
    {
      signal: 'pattern',
      says: 'are codes of ICD-10 that exist',
      alphabet: 'digit letter . - space other unicode +',
      requires: 'digit',
      minLength: 3,
      maxLength: 10,
      matches: (value) => codes.read(value)?.exists === true,
      present: 0.95,
      chance: 0.5,
      strongest: 1.2,
      weakest: -1,
    },
    {
      signal: 'pattern',
      says: 'have the form of ICD-9 or ICD-11 codes',
      alphabet: 'digit upper .',
      requires: 'digit',
      minLength: 3,
      maxLength: 8,
      matches: (value) => isIcd9(value) || isIcd11(value),
      present: 0.95,
      chance: 0.6,
      strongest: 0.6,
      weakest: -1,
    },
    {
      signal: 'checksum',
      says: 'pass the check digit of SNOMED CT concepts',
      alphabet: 'digit',
      minLength: 6,
      maxLength: 18,
      matches: isSnomedConcept,
      present: 0.97,
      chance: 0.05,
      strongest: 2.5,
      weakest: -1,
    },
    {
      signal: 'dictionary',
      says: 'are names of diseases',
      alphabet: NAME_CHARACTERS,
      requiresOne: 'letter unicode',
      minLength: 3,
      maxLength: 90,
      weigh: words.weighDiagnosis,
      present: 0.7,
      chance: 0.02,
      strongest: 4,
      weakest: -1,
    },
  ],
  subjects: { person: 0.6, thing: -2.5 },
  neighbours: 0.5,
  inspect: (column, table) => [...spread(codes, column), ...context(codes, words, column, table)],
});

/** A patient beside a column makes no diagnosis of "active": most values must look like one first. */
function context(
  codes: DiagnosisCodes,
  words: MedicalWords,
  column: ColumnView,
  table: TableView,
): readonly RuleEvidence[] {
  const probed = column.values.slice(0, PROBED).filter((value) => value.length <= 100);
  const medical = probed.filter(
    (value) => codes.read(value)?.exists === true || words.weighDiagnosis(value) !== null,
  );
  if (medical.length < probed.length * 0.4) return patientContext(column, table, 0.4);
  const found = patientContext(column, table, 2.6);
  if (found.length > 0 || table.subject === 'person' || table.personalNeighbours(column).length > 0)
    return found;
  return [
    {
      signal: 'negative',
      weight: -1.5,
      detail: 'nothing beside it tells of a patient: it may list diseases rather than say who has them',
    },
  ];
}

/** Codes of many chapters, nearly all of which exist, are no series of products; codes of one letter may be. */
function spread(codes: DiagnosisCodes, column: ColumnView): readonly RuleEvidence[] {
  const { values } = column;
  if (values.length < LEAST_SPREAD || codes.read(values[0] ?? '') === null) return [];
  const chapters = new Set<string>();
  let formed = 0;
  let dotted = 0;
  let existing = 0;
  for (const value of values) {
    const code = value.length > 10 ? null : codes.read(value);
    if (code === null) continue;
    formed += 1;
    if (code.hasDot) dotted += 1;
    if (code.exists) existing += 1;
    chapters.add(code.chapter);
  }
  if (formed < values.length * 0.9) return [];
  const isGenuine = existing >= formed * 0.93;
  if (isGenuine && dotted >= formed * 0.4 && chapters.size >= 4)
    return [
      {
        signal: 'shape',
        weight: 2.8,
        detail: `they are spread over ${chapters.size} chapters of ICD-10, and nearly all exist`,
      },
    ];
  if (!isGenuine)
    return [
      {
        signal: 'negative',
        weight: -3,
        detail: `${formed - existing} of ${formed} codes do not exist in ICD-10: they count something else`,
      },
    ];
  return chapters.size <= 2 || dotted < formed * 0.2
    ? [
        {
          signal: 'negative',
          weight: -1.5,
          detail: 'they are of few letters or without a dot, as seats and cells are',
        },
      ]
    : [];
}
