import { type FrameworkRule, isSensitive } from '@datawave/plugin-sdk';
import { columnsOf, type HeldData, heldData, listColumns, said } from '../facts.ts';

const IDENTIFYING: ReadonlySet<string> = new Set([
  'PERSON_NAME',
  'FIRST_NAME',
  'LAST_NAME',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'STREET_ADDRESS',
  'DATE_OF_BIRTH',
  'PERSON_ID',
  'USERNAME',
  'IP_ADDRESS',
  'COOKIE_ID',
]);
const BIRTH: ReadonlySet<string> = new Set(['DATE_OF_BIRTH', 'AGE']);
/** Categories of identifying data in one table from which minimisation is worth a question. */
const MANY_CATEGORIES = 6;
/** Rows from which special categories count as processed on a large scale; the regulation names no number. */
const LARGE_SCALE = 5_000;

const personal = (held: readonly HeldData[]): readonly HeldData[] =>
  held.filter(
    ({ definition, classification }) => definition.personal && isSensitive(classification.sensitivity),
  );

/** Art. 30(1): a table with personal data belongs to a processing that is recorded. */
const recordOfProcessing: FrameworkRule = (facts) => {
  const held = personal(heldData(facts));
  const isIdentifying = held.some(
    ({ definition }) =>
      IDENTIFYING.has(definition.id) || definition.category.startsWith('user.government_id'),
  );
  if (!isIdentifying) return [];
  const count = columnsOf(held).length;
  return [
    {
      control: 'Art. 30(1)',
      severity: 'low',
      ...said(
        count === 1
          ? '{asset} holds personal data in 1 column ({columns}); it must stand in the record of processing activities, and be found when somebody asks for access or erasure.'
          : '{asset} holds personal data in {count} columns ({columns}); it must stand in the record of processing activities, and be found when somebody asks for access or erasure.',
        { asset: facts.name, count, columns: listColumns(held) },
      ),
      remediation:
        'Assign an owner, the purpose, its ground under Art. 6 and a period of storage to this table.',
    },
  ];
};

/** Art. 5(1)(c): very many kinds of personal data in one place. */
const minimisation: FrameworkRule = (facts) => {
  const held = personal(heldData(facts));
  const categories = new Set(held.map(({ definition }) => definition.category));
  if (categories.size < MANY_CATEGORIES) return [];
  return [
    {
      control: 'Art. 5(1)(c)',
      severity: 'low',
      ...said('{asset} joins {count} kinds of personal data in one place.', {
        asset: facts.name,
        count: categories.size,
      }),
      remediation: 'Check that each column is needed for the purpose; split off or erase what is not.',
    },
  ];
};

/** Art. 8(1): birth dates and ages may concern children. */
const minors: FrameworkRule = (facts) => {
  const all = heldData(facts);
  const birth = all.filter(({ definition }) => BIRTH.has(definition.id));
  const isAboutAccounts = all.some(
    ({ definition }) =>
      definition.id === 'EMAIL_ADDRESS' || definition.id === 'USERNAME' || definition.id === 'PASSWORD_HASH',
  );
  const isStaff = facts.columns.some((column) => /hire|salary|manager|reports/i.test(column.name));
  if (birth.length === 0 || !isAboutAccounts || isStaff) return [];
  return [
    {
      control: 'Art. 8(1)',
      severity: 'low',
      ...said(
        '{asset} holds ages or birth dates ({columns}) of people who can be reached online; children may be among them.',
        { asset: facts.name, columns: listColumns(birth) },
      ),
      remediation:
        "Check whether children are addressed; if consent is the ground, have the parents' consent recorded.",
    },
  ];
};

/** Art. 35(1): special categories or identity numbers on a large scale. */
const impactAssessment: FrameworkRule = (facts) => {
  const risky = heldData(facts).filter(({ definition }) => definition.special === true);
  if (risky.length === 0 || (facts.rowCount ?? 0) < LARGE_SCALE) return [];
  return [
    {
      control: 'Art. 35(1)',
      severity: 'high',
      ...said(
        '{asset} holds special categories of personal data ({columns}) on a large scale, about {rows} rows.',
        { asset: facts.name, columns: listColumns(risky), rows: facts.rowCount ?? 0 },
      ),
      remediation:
        'Carry out a data protection impact assessment, or refer to the one that covers this table.',
    },
  ];
};

export const assetRules: readonly FrameworkRule[] = [
  recordOfProcessing,
  minimisation,
  minors,
  impactAssessment,
];
