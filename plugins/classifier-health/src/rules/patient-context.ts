import { type ColumnView, phraseList, type RuleEvidence, type TableView } from '@datawave/plugin-sdk';

/** Tables of these are about patients. */
const CLINICAL_TABLES: ReadonlySet<string> = new Set(
  `patient patients encounter encounters admission admissions inpatient outpatient hospitalisation hospitalization ehr emr clinical diagnoses prescriptions claims
   patienten patientinnen aufnahmen befunde diagnosen verordnungen rezepte pacientes ingresos recetas hospitalisations ordonnances pazienti ricette`.split(
    /\s+/,
  ),
);

const PATIENT_COLUMNS: readonly string[] = phraseList(
  `patient, patient id, patient name, patient number, patients, mrn, medical record,
     medical record number, subject id, encounter, encounter id, admission date, admitted,
     discharge date, hospital, ward, physician, doctor, attending physician, health insurance number,
     paciente, id paciente, krankenkasse, arzt, medecin, medico`,
);

/** Whether the table is about patients by its name, or a column beside this one is of a patient. */
export function patientContext(
  column: ColumnView,
  table: TableView,
  weight: number,
): readonly RuleEvidence[] {
  if (table.tokens.some((token) => CLINICAL_TABLES.has(token)))
    return [{ signal: 'neighbour', weight, detail: "the table's name says that it is about patients" }];
  if (table.hasNeighbour(column, ...PATIENT_COLUMNS))
    return [
      {
        signal: 'neighbour',
        weight: weight * 0.8,
        detail: 'beside it stands a column of patients or their treatment',
      },
    ];
  return [];
}
