import { expect } from 'chai';
import fc from 'fast-check';
import { createMedicalWords } from './medical-words.ts';

const words = createMedicalWords();

describe('medical words', () => {
  it('tell names of diseases in four languages', () => {
    for (const text of [
      ...[
        'Asthma',
        'Anaemia',
        'iron deficiency anemia',
        'Essential (primary) hypertension',
        'Tonsillitis',
        'Heart failure',
      ],
      ...[
        'Fracture of left wrist',
        'Herpes zoster',
        'Crohn disease',
        'Major depressive disorder, single episode',
      ],
      ...['Bluthochdruck', 'Mandelentzündung', 'Schlaganfall', 'Vorhofflimmern'],
      ...[
        'Rougeole',
        "Maladie d'Alzheimer",
        'Insuffisance rénale',
        'Sarampión',
        'Cáncer de mama',
        'Esclerosis múltiple',
      ],
    ])
      expect(words.weighDiagnosis(text), text).not.to.equal(null);
  });

  it('tell everyday names of diseases and symptoms where they stand alone', () => {
    for (const text of [
      'Fever',
      'HIV',
      'flu',
      'Cold',
      'Stroke',
      'Headache',
      'Malaria',
      'Fever, chills',
      'heart attack',
    ])
      expect(words.weighDiagnosis(text), text).not.to.equal(null);
    for (const text of [
      'Stroke order',
      'Shock absorber',
      'Seizure of goods',
      'Cold water',
      'Fatigue test',
      'Stress ball',
    ])
      expect(words.weighDiagnosis(text), text).to.equal(null);
  });

  it('weigh a name by how often it is of a disease or a medicine', () => {
    expect(words.weighDiagnosis('Migraine')).to.be.greaterThan(1);
    expect(words.weighDiagnosis('Cold')).to.be.lessThan(0);
    expect(words.weighMedication('Metformin 500 mg')).to.be.greaterThan(
      words.weighMedication('Allegra') ?? 0,
    );
    expect([words.weighDiagnosis('Berlin'), words.weighMedication('Berlin')]).to.deep.equal([null, null]);
  });

  it('take no chemicals for medicines', () => {
    for (const text of ['methylene chloride', 'propyl alcohol', 'nitric acid', 'aluminium foil', 'phenyl'])
      expect(words.weighMedication(text), text).to.equal(null);
  });

  it('take no other words for diseases', () => {
    for (const text of [
      'Amelia',
      'Oklahoma',
      'Diploma',
      'Photosynthesis',
      'Basis',
      'Blue',
      'Invoice',
      'Berlin',
      'Atlas',
      'Running shoes',
      'General purposes',
      'Liguria',
      'Comunidad Autónoma',
      'Nostalgia',
    ])
      expect(words.weighDiagnosis(text), text).to.equal(null);
  });

  it('tell medicines by ingredient and brand, with strength and form', () => {
    for (const text of [
      'metformin',
      'Metformin HCl 500 MG Oral Tablet',
      'tab. Ramipril 5',
      'Tylenol',
      'ELIQUIS 5mg',
      'Amoxicilline',
      'insulin glargine',
    ])
      expect(words.weighMedication(text), text).not.to.equal(null);
  });

  it('take no elements, foods or names for medicines', () => {
    for (const text of [
      'Sodium',
      'water',
      'Honey',
      'Sophia',
      'London',
      'copper wire',
      'caffeine free',
      'Starch',
      'vitamin',
    ])
      expect(words.weighMedication(text), text).to.equal(null);
  });

  it('know the stems of names', () => {
    for (const text of ['Zelovastatin', 'rovaprilimab', 'Xyzotinib 40 mg'])
      expect(words.hasMedicationStem(text)).to.equal(true);
    for (const text of ['April', 'crib', 'Evergreen']) expect(words.hasMedicationStem(text)).to.equal(false);
  });

  it('answer any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const weight of [words.weighDiagnosis(text), words.weighMedication(text)])
          expect(weight === null || Number.isFinite(weight)).to.equal(true);
      }),
    );
  });
});
