import type { SpanRuleSet } from '@datawave/plugin-sdk';
import { isGermanInsuranceNumber, isMedicareId, isNpi } from './checks/check-digits.ts';
import { createDiagnosisCodes } from './checks/icd10.ts';

const INSURANCE_WORDS = [
  ...[
    'insurance',
    'health insurance',
    'medicare',
    'mbi',
    'beneficiary',
    'krankenkasse',
    'versicherung',
    'versicherten',
  ],
  ...['versichertennummer', 'krankenversicherung', 'kvnr', 'egk'],
];
const PROVIDER_WORDS = ['npi', 'provider', 'physician', 'prescriber', 'doctor', 'dr', 'clinic', 'hospital'];
const DIAGNOSIS_WORDS = [
  ...[
    'diagnosis',
    'diagnosed',
    'diagnoses',
    'dx',
    'icd',
    'icd 10',
    'patient',
    'admitted',
    'condition',
    'diagnose',
    'diagnosen',
  ],
  ...['patientin', 'diagnostic', 'diagnostico', 'paciente', 'cim', 'cie', 'cid'],
];

/** Identifiers and codes of health within running text. Names of diseases and medicines are left to their context. */
export function createHealthSpans(): SpanRuleSet {
  const codes = createDiagnosisCodes();
  return {
    id: 'health',
    portable: { module: import.meta.url, create: 'createHealthSpans' },
    version: '1.0.0',
    title: 'Health data in text',
    sources: [
      'CMS: format of the Medicare beneficiary identifier; 45 CFR 162.406: national provider identifier',
      '§ 290 SGB V: Krankenversichertennummer; ICD-10-CM FY 2026 (public domain): codes',
    ],
    rules: [
      {
        id: 'medicare-id',
        infoType: 'HEALTH_INSURANCE_ID',
        trigger: { requires: 'digit upper', minLength: 11 },
        pattern: /(?<![A-Za-z\d-])[1-9][A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d{2}(?![A-Za-z\d-])/,
        validate: isMedicareId,
        says: 'has the form of a Medicare beneficiary identifier',
        signal: 'pattern',
        probability: 0.9,
        context: { raise: INSURANCE_WORDS, raised: 0.99 },
      },
      {
        id: 'german-insurance-number',
        infoType: 'HEALTH_INSURANCE_ID',
        trigger: { requires: 'digit upper', minLength: 10, minDigits: 9 },
        pattern: /(?<![A-Za-z\d-])[A-Z]\d{9}(?![A-Za-z\d-])/,
        validate: isGermanInsuranceNumber,
        says: 'passes the check digit of German health insurance numbers',
        signal: 'checksum',
        probability: 0.4,
        context: { raise: INSURANCE_WORDS, raised: 0.97 },
      },
      {
        id: 'provider',
        infoType: 'US_NPI',
        trigger: { requires: 'digit', minLength: 10, minDigits: 10 },
        pattern: /(?<![\d.-]|[A-Za-z])[12]\d{9}(?![\d-]|\.\d|[A-Za-z])/,
        validate: isNpi,
        says: 'passes the check digit of national provider identifiers',
        signal: 'checksum',
        probability: 0.1,
        needsContext: true,
        context: { raise: PROVIDER_WORDS, raised: 0.85 },
      },
      {
        id: 'diagnosis-code',
        infoType: 'DIAGNOSIS_CODE',
        trigger: { requires: 'digit upper .', minLength: 5 },
        pattern: /(?<![\w.-])[A-Z]\d[\dAB]\.[\dA-Z]{1,4}(?![\w-]|\.\w)/,
        validate: (value) => codes.read(value)?.exists === true,
        says: 'is a code of ICD-10 that exists',
        signal: 'dictionary',
        probability: 0.2,
        needsContext: true,
        context: { raise: DIAGNOSIS_WORDS, raised: 0.93 },
      },
      {
        id: 'record-number',
        infoType: 'MEDICAL_RECORD_NUMBER',
        trigger: { labels: ['mrn', 'medical_record_number', 'patient_number', 'patientennummer'] },
        pattern: /^[^:=]{1,64}[:=]\s{0,4}#?(?<value>[A-Za-z]{0,6}-?\d[\dA-Za-z-]{3,20})(?![\w-])/,
        says: 'stands after the word for a medical record number',
        signal: 'pattern',
        probability: 0.95,
      },
    ],
  };
}
