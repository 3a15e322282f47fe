import {
  type ColumnView,
  foldText,
  phraseList,
  type RuleEvidence,
  type TableView,
} from '@datawave/plugin-sdk';
import type { MedicalWords } from '../checks/medical-words.ts';
import { patientContext } from './patient-context.ts';

/** What columns are called that say who was given what. */
export const ARM_NAMES: readonly string[] = phraseList(
  `arm, arms, study arm, trial arm, treatment arm, arm name, arm description, planned arm, actual arm, treatment, treatments,
  treatment group, treatment name, treatment given, treatment assigned, assigned treatment, allocated treatment, planned treatment,
  actual treatment, randomized treatment, randomised treatment, treat, treated with, trt, trt group, trtgrp, trt 01 p, trt 01 a, rx,
  study drug, study medication, study treatment, investigational product, drug, drug group, medication group, intervention,
  intervention group, intervention name, regimen, allocation, randomisation, randomization, randomised to, randomized to,
  treatment allocation, therapy, therapy group, comparator,
  bras, bras de traitement, groupe de traitement, traitement, behandlung, behandlungsarm, behandlungsgruppe, studienarm,
  tratamiento, grupo de tratamiento, brazo, brazo de tratamiento, trattamento, braccio, gruppo di trattamento, tratamento,
  grupo de tratamento, behandeling, behandelarm, behandelgroep`,
);

/** What they are called, too, though mostly something else is. */
const ARM_MAYBE: readonly string[] = [
  'group',
  'study group',
  'exposure',
  'cohort',
  'gruppe',
  'groupe',
  'grupo',
  'gruppo',
];

/** What those get who get no medicine, or the usual one. */
const COMPARATORS: ReadonlySet<string> = new Set(
  phraseList(
    `placebo, placebos, plac, plb, pbo, control, controls, ctrl, control group, none, no treatment, untreated, no drug, no therapy,
    sham, vehicle, saline, observation, watchful waiting, standard, standard care, standard of care, soc, usual care, best supportive care,
    standard therapy, standard treatment, placebo only, matching placebo, both, combination, placebo comparator, active comparator,
    screen failure, not assigned, not treated, washout, baseline, kontrolle, kontrollgruppe, plazebo, scheinmedikament,
    standardtherapie, unbehandelt, temoin, aucun, soins courants, controle, sin tratamiento, tratamiento habitual, controllo, nessuno`,
  ),
);
/** A trial has a few arms. */
const MOST_ARMS = 12;

/** What else is given to: experiments have arms, too, and their rows are no patients. */
const OF_EXPERIMENTS: readonly string[] = phraseList(
  `plot, plots, yield, crop, cultivar, variety, fertilizer, fertiliser, species, breed, strain, genotype, litter, cage, animal,
  animal id, rat, rat id, mouse, mouse id, mice, plant, plant id, seedling, germination, soil, field, tree, leaf, petri dish,
  cell line, culture, tank, pen, herd, farm, chick, fish, insect, diet, feed, biomass, root length, shoot length, replicate,
  parzelle, sorte, parcelle, cultivo, parcela`,
);
const EXPERIMENT_TABLES: ReadonlySet<string> = new Set(
  `rats rat mice mouse animals animal plants plant crops crop plots plot fields field seeds seedlings chicks pigs piglets cows cattle calves
  sheep dogs cats rabbits fish zebrafish insects flies larvae cells cultures tissues soil greenhouse vitro assay assays toothgrowth`.split(
    /\s+/,
  ),
);

const isComparator = (value: string): boolean =>
  COMPARATORS.has(foldText(value).replaceAll('-', ' ').replaceAll('_', ' ').trim());

/**
 * Evidence of a column that tells who was given which medicine: `Placebo` and `Aspirin 100 mg` under `arm`. It is about health where
 * the rows are patients; the same words of rats, plants and dishes are nobody's.
 */
export function trialArms(
  words: MedicalWords,
  column: ColumnView,
  table: TableView,
): readonly RuleEvidence[] {
  if (column.values.length > MOST_ARMS || !column.named(...ARM_NAMES, ...ARM_MAYBE)) return [];
  const medicines = column.values.filter(
    (value) => words.weighMedication(value) !== null || words.hasMedicationStem(value),
  );
  if (medicines.length === 0) return [];
  const thing = table.tokens.find((token) => EXPERIMENT_TABLES.has(token));
  if (thing !== undefined || table.hasNeighbour(column, ...OF_EXPERIMENTS))
    return [
      {
        signal: 'negative',
        weight: -4,
        detail: 'the table is about an experiment with plants, animals or cells, not about patients',
      },
    ];
  const comparators = column.values.filter(
    (value) => !medicines.includes(value) && isComparator(value),
  ).length;
  if (comparators === 0 || comparators + medicines.length < column.values.length) return [];
  const isOfPatients =
    table.subject === 'person' ||
    table.personalNeighbours(column).length > 0 ||
    patientContext(column, table, 1).length > 0;
  if (!isOfPatients) return [];
  return [
    {
      signal: 'shape',
      weight: 3,
      detail: `the values are the arms of a trial, ${medicines.length} of ${column.values.length} name a medicine, and the rows are people`,
    },
  ];
}
