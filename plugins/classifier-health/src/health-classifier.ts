import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { createDiagnosisCodes } from './checks/icd10.ts';
import { createMedicalWords } from './checks/medical-words.ts';
import { diagnosisRule } from './rules/diagnosis.ts';
import { identifierRules } from './rules/identifiers.ts';
import { measurementRules } from './rules/measurements.ts';
import { medicationRule } from './rules/medication.ts';

/** Recognises what tells about somebody's health. Its lists are read at the first column that needs them. */
export function createHealthClassifier(): Classifier {
  const words = createMedicalWords();
  const rules = [
    diagnosisRule(createDiagnosisCodes(), words),
    medicationRule(words),
    ...identifierRules,
    ...measurementRules,
  ];
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createHealthClassifier' },
    info: {
      id: 'health',
      version: '1.2.0',
      title: 'Health data',
      description:
        'Diagnoses by code and name, medication, medical record and health insurance numbers, provider identifiers, measurements, blood types and allergies.',
      infoTypes: rules.map((rule) => rule.infoType),
      sources: [
        'ICD-10-CM FY 2026, National Center for Health Statistics and CMS (public domain): categories, titles, inclusion terms',
        'UNII names list, Food and Drug Administration (public domain): active ingredients and brand names',
        'WordNet 3.1 (WordNet licence) and the 1990 United States census (public domain): words and names that are diseases or medicines, too',
        'WHO: The use of stems in the selection of international nonproprietary names; ATC classification',
        '21 CFR 207.33: national drug code; IFA GmbH: check digit of the Pharmazentralnummer',
        '45 CFR 162.406 and CMS: national provider identifier; CMS: format of the Medicare beneficiary identifier',
        '§ 290 SGB V and GKV-Spitzenverband: Krankenversichertennummer; EN 1867 and decision S1: European health insurance card',
        'SNOMED CT Technical Implementation Guide: identifiers and their Verhoeff check digit',
      ],
    },
    rules,
  });
}
