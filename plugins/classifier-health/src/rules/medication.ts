import { type InfoTypeRule, phraseList } from '@datawave/plugin-sdk';
import { isGermanDrugNumber } from '../checks/check-digits.ts';
import type { MedicalWords } from '../checks/medical-words.ts';
import { patientContext } from './patient-context.ts';
import { ARM_NAMES, trialArms } from './trial-arms.ts';

const NAMES = phraseList(
  `medication, medications, medication name, current medication, current medications, medicine, medicines,
  medicine name, drug, drug name, drugs, drug code, generic drug, generic name, prescription,
  prescriptions, prescribed drug, prescribed medication, prescribed drugs, rx, rx name,
  active ingredient, active substance, medikament, medikamente, medikation, arzneimittel, wirkstoff,
  praeparat, verordnung, pzn, medicament, medicaments, traitement medicamenteux, principe actif,
  ordonnance, medicamento, medicamentos, principio activo, receta, farmaco, farmaci, principio attivo,
  geneesmiddel, lek, lakemedel`,
);
const CODE_NAMES = phraseList(
  `ndc, ndc code, national drug code, product ndc, atc, atc code, rxcui, rxnorm, rxnorm code,
  drug identification`,
);

/** National drug code, 21 CFR 207.33: labeler, product and package in 4-4-2, 5-3-2, 5-4-1 or, padded, 5-4-2. */
const NDC = /^(?:\d{4}-\d{4}-\d{2}|\d{5}-(?:\d{3}-\d{2}|\d{4}-\d{1,2}))$/;
/** Anatomical therapeutic chemical classification, WHO: letter, two digits, two letters, two digits. */
const ATC = /^[A-DGHJLMNPRSV](?:0\d|1[0-6]|2[0])[A-Z]{2}\d{2}$/;

/** Names of medicines, their strength and form hold no others. */
const NAME_CHARACTERS = "letter unicode digit space - . , ( ) / ' + : other";

/** Values that are looked at to tell whether the surroundings matter. */
const PROBED = 20;

/** Recognises medicines by ingredient and brand, by stems of their names, and by codes. */
export const medicationRule = (words: MedicalWords): InfoTypeRule => ({
  infoType: 'MEDICATION',
  kinds: ['text', 'integer'],
  names: [
    { phrases: NAMES, weight: 4.5, kinds: ['text'] },
    { phrases: CODE_NAMES, weight: 5 },
    { phrases: [...ARM_NAMES, 'substance'], weight: 0.8, kinds: ['text'] },
  ],
  neutral: ['code', 'name', 'description', 'generic', 'brand', 'current'],
  unlike: phraseList(
    `error, allergy, dose, dosage, route, count, store, abuse, war, test, screen, use, crime, arrest`,
  ),
  values: [
    {
      signal: 'dictionary',
      says: 'name an active ingredient or a medicine',
      alphabet: NAME_CHARACTERS,
      requiresOne: 'letter unicode',
      minLength: 4,
      maxLength: 90,
      weigh: words.weighMedication,
      present: 0.8,
      chance: 0.04,
      strongest: 5,
      weakest: -2,
    },
    {
      signal: 'shape',
      says: 'end as the names of medicines do',
      alphabet: NAME_CHARACTERS,
      requiresOne: 'letter unicode',
      minLength: 6,
      maxLength: 90,
      matches: (value) => words.hasMedicationStem(value),
      present: 0.5,
      chance: 0.01,
      strongest: 3,
      weakest: -2,
    },
    {
      signal: 'pattern',
      says: 'have the form of a national drug code',
      alphabet: 'digit -',
      requires: 'digit -',
      minLength: 11,
      maxLength: 13,
      matches: NDC,
      present: 0.97,
      chance: 0.02,
      strongest: 2.5,
      weakest: -2,
    },
    {
      signal: 'pattern',
      says: 'are codes of the anatomical therapeutic chemical classification',
      alphabet: 'digit upper',
      minLength: 7,
      maxLength: 7,
      matches: ATC,
      present: 0.97,
      chance: 0.003,
      strongest: 3.5,
      weakest: -2,
    },
    {
      signal: 'checksum',
      says: 'pass the check digit of German drug numbers',
      alphabet: 'digit letter - space',
      requires: 'digit',
      minLength: 7,
      maxLength: 12,
      matches: isGermanDrugNumber,
      present: 0.97,
      chance: 0.15,
      strongest: 1,
      weakest: -2,
    },
    {
      signal: 'shape',
      says: 'have eleven digits, as national drug codes without hyphens',
      alphabet: 'digit',
      minLength: 10,
      maxLength: 11,
      matches: /^\d{10,11}$/,
      present: 0.97,
      chance: 0.5,
      strongest: 0.5,
      weakest: -2,
    },
  ],
  subjects: { person: 0.5, thing: -0.8 },
  neighbours: 0.5,
  inspect: (column, table) => {
    const probed = column.values.slice(0, PROBED);
    const named = probed.filter((value) => words.weighMedication(value) !== null).length;
    const arms = trialArms(words, column, table);
    if (arms.length > 0) return arms;
    // Of what patients take most values are medicines.
    return named >= probed.length * 0.6 ? patientContext(column, table, 1.8) : [];
  },
});
