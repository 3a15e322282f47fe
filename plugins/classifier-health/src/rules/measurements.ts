import {
  type ColumnView,
  type InfoTypeRule,
  phraseList,
  type RuleEvidence,
  type TableView,
} from '@datawave/plugin-sdk';
import { patientContext } from './patient-context.ts';

const MEASURED = phraseList(
  `lab result, lab results, lab value, laboratory result, test result value, laborwert, laborbefund,
  laborwerte, blood pressure, systolic, diastolic, systolic bp, diastolic bp, systolic blood pressure,
  diastolic blood pressure, sbp, dbp, bp systolic, bp diastolic, blutdruck, tension arterielle,
  presion arterial, tension arterial, presion sanguinea, pressao arterial, pressione arteriosa,
  pressione sanguigna, bloeddruk, cisnienie krwi, cisnienie tetnicze, blodtryck, blodtrykk, verenpaine,
  krevni tlak, krvni tlak, tansiyon, артериальное давление, 血圧, 血压, 血壓, 혈압, heart rate, pulse rate, resting heart rate, respiratory rate, oxygen saturation,
  spo 2, body temperature, bmi, body mass index, hba 1 c, hba 1c, hba1c, a1c, a 1 c, blood glucose,
  blood sugar, glucose, fasting glucose, glucose level, blutzucker, glycemie, cholesterol,
  total cholesterol, hdl, ldl, hdl cholesterol, ldl cholesterol, triglycerides, serum creatinine,
  creatinine, kreatinin, egfr, hemoglobin, haemoglobin, hematocrit, platelet count, platelets, wbc,
  wbc count, white blood cell count, rbc count, bilirubin, albumin, alt, ast, tsh, inr, psa level,
  cd 4 count, viral load, hiv status, hiv test, covid test result, pcr result, test result, ferritin,
  crp, c reactive protein`,
);
const BLOOD_NAMES = phraseList(
  `blood type, blood group, bloodtype, bloodgroup, abo group, abo, abo rh, rhesus, rh factor, blutgruppe,
  groupe sanguin, grupo sanguineo, tipo sangre, tipo sanguineo, gruppo sanguigno, bloedgroep, grupa krwi,
  blodgrupp, blodtype, kan grubu, veriryhma, vercsoport, krevni skupina, krvna grupa, grupa sanguina, grupa sange,
  группа крови, група крові, 血液型, 血型, 혈액형, فصيلة الدم`,
);
const ALLERGY_NAMES = phraseList(
  `allergy, allergies, drug allergy, drug allergies, food allergy, food allergies, known allergies,
  allergy name, allergy description, allergic to, patient allergies, intolerance, intolerances,
  food intolerance, allergie, allergien, unvertraeglichkeit, unvertraeglichkeiten, alergia, alergias,
  allergia, allergie alimentaire`,
);

const BLOOD_TYPE =
  /^(?:a|b|ab|o|0)(?: ?(?:\+|-|−|\+ve|-ve|pos|neg|positive|negative|positiv|negativ|positif|negatif|rh ?[+-]|rh ?d? ?(?:pos|neg)(?:itive|ative)?))?(?: ?\([^)]{1,12}\))?$/i;
const ALLERGENS: ReadonlySet<string> = new Set(
  `penicillin penicillins amoxicillin sulfa sulfonamide sulfonamides aspirin ibuprofen nsaid nsaids codeine morphine iodine contrast latex peanut peanuts nut nuts tree walnut almond cashew hazelnut
   shellfish shrimp crab fish seafood egg eggs milk dairy lactose wheat gluten soy soya sesame mustard celery lupin pollen grass ragweed birch dust mite mites mould mold cat dog dander bee wasp venom insect nickel
   erdnuss erdnusse nusse milch eier weizen fisch soja sellerie senf krebstiere pollen hausstaub hausstaubmilben katzenhaare bienengift penizillin arachide arachides lait oeuf oeufs ble fruits mer pollens acariens cacahuete cacahuetes leche huevo huevos trigo mariscos polen polvo acaros penicilina nkda nka`.split(
    /\s+/,
  ),
);

const isAllergen = (value: string): boolean => {
  const words = value
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return words.length > 0 && words.length <= 12 && words.some((word) => ALLERGENS.has(word));
};

/** Measurements without anybody they are of are statistics; beside a name, an address or a record number they are not. */
function ofSomebody(column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const identified =
    table
      .personalNeighbours(column)
      .some((role) => ['name', 'email', 'phone', 'government'].includes(role)) ||
    table.hasNeighbour(
      column,
      'mrn',
      'medical record number',
      'patient name',
      'patient number',
      'patient id',
      'patient identifier',
    );
  return identified
    ? [{ signal: 'neighbour', weight: 2.6, detail: 'beside it stands the person of whom it was measured' }]
    : [{ signal: 'negative', weight: -2, detail: 'nothing beside it tells who it was measured of' }];
}

/** `A+` is a mark of a school and of a creditor, too; `AB` and `O` with a sign are none. */
function tellsBlood(column: ColumnView): readonly RuleEvidence[] {
  if (column.values.length < 3 || column.values.length > 60) return [];
  const isEach = column.values.every((value) => BLOOD_TYPE.test(value));
  const groups = new Set(
    column.values.map((value) => /^(?:ab|a|b|o|0)/i.exec(value)?.[0].toUpperCase() ?? ''),
  );
  const isSigned = column.values.some((value) => /[+−-]|pos|neg/i.test(value));
  return isEach && isSigned && groups.has('AB') && (groups.has('O') || groups.has('0')) && groups.size >= 3
    ? [
        {
          signal: 'pattern',
          weight: 3,
          detail: 'they are the groups A, B, AB and O with their rhesus factor, and nothing else',
        },
      ]
    : [];
}

export const measurementRules: readonly InfoTypeRule[] = [
  {
    infoType: 'LAB_RESULT',
    kinds: ['text', 'integer', 'decimal'],
    names: [
      { phrases: MEASURED, weight: 3.4 },
      // Of the blood beside a patient; of wires, ropes and interest rates elsewhere.
      { phrases: ['tension', 'bp'], weight: 2.2, whole: true },
    ],
    neutral: phraseList(
      `value, result, level, mg, dl, mmol, l, mmhg, bpm, kg, m, 2, baseline, reading, avg, rate`,
    ),
    unlike: phraseList(`unit, units, date, time, range, reference, coin, alpha, image, sql, height, key`),
    needsName: true,
    values: [
      {
        signal: 'pattern',
        says: 'are written as blood pressure is',
        alphabet: 'digit /',
        requires: '/',
        minLength: 5,
        maxLength: 7,
        matches: /^(?:[6-9]\d|1\d\d|2[0-4]\d)\/(?:[3-9]\d|1[0-4]\d)$/,
        present: 0.9,
        chance: 0.02,
        strongest: 2.5,
      },
      {
        signal: 'shape',
        says: 'are measured values',
        minLength: 1,
        maxLength: 24,
        matches:
          /^[<>≤≥]?\s?-?\d{1,6}(?:[.,]\d{1,4})?(?:\/\d{2,3})?\s?(?:%|[a-zA-Z/µ^\d]{1,12})?$|^(?:positive|negative|reactive|non-reactive|normal|abnormal|high|low|detected|not detected|positiv|negativ)$/i,
        present: 0.95,
        chance: 0.5,
        strongest: 0.6,
        weakest: -4,
      },
    ],
    inspect: (column, table) => [...ofSomebody(column, table), ...patientContext(column, table, 0.5)],
  },
  {
    infoType: 'BLOOD_TYPE',
    kinds: ['text'],
    names: [{ phrases: BLOOD_NAMES, weight: 5 }],
    neutral: ['code', 'type', 'group', 'rh', 'factor'],
    unlike: ['donation', 'count', 'stock', 'inventory', 'units'],
    values: [
      {
        signal: 'pattern',
        says: 'are blood groups',
        minLength: 1,
        maxLength: 24,
        matches: (value) => 'aboABO0'.includes(value.charAt(0)) && BLOOD_TYPE.test(value),
        present: 0.95,
        chance: 0.2,
        strongest: 1.8,
        weakest: -5,
      },
    ],
    subjects: { person: 0.6, thing: -1 },
    neighbours: 0.4,
    inspect: (column, table) =>
      BLOOD_TYPE.test(column.values[0] ?? '')
        ? [...tellsBlood(column), ...patientContext(column, table, 0.8)]
        : [],
  },
  {
    infoType: 'ALLERGY',
    kinds: ['text'],
    names: [{ phrases: ALLERGY_NAMES, weight: 4.6 }],
    neutral: phraseList(`name, description, list, type, code, severity, reaction`),
    unlike: phraseList(`product, recipe, menu, dish, item, label, test, count, season, medicine`),
    needsName: true,
    values: [
      {
        signal: 'dictionary',
        says: 'name what people are allergic to',
        minLength: 2,
        maxLength: 200,
        matches: isAllergen,
        present: 0.6,
        chance: 0.03,
        strongest: 2.5,
        weakest: -1,
      },
    ],
    subjects: { person: 0.6, thing: -2 },
    neighbours: 0.4,
    inspect: (column, table) => patientContext(column, table, 1),
  },
];
