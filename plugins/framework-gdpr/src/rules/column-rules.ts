import { type FrameworkRule, isSensitive, type RuleFinding, SEVERITIES } from '@datawave/plugin-sdk';
import { heldData, place, said } from '../facts.ts';

const SECRETS: ReadonlySet<string> = new Set([
  'PASSWORD',
  'API_KEY',
  'PRIVATE_KEY',
  'JWT',
  'CONNECTION_STRING',
]);
const CARDS: ReadonlySet<string> = new Set([
  'CREDIT_CARD_NUMBER',
  'CREDIT_CARD_CVV',
  'IBAN',
  'BANK_ACCOUNT_NUMBER',
]);
const NATIONAL = 'user.government_id.national_identification_number';
const DOCUMENTS: ReadonlySet<string> = new Set(['PASSPORT_NUMBER', 'DRIVER_LICENSE_NUMBER']);

/** Secrets and payment data that can be read as they stand: Art. 32(1)(a) and 5(1)(f). */
const readableSecrets: FrameworkRule = (facts) =>
  heldData(facts).flatMap((held) => {
    const { id } = held.definition;
    if (SECRETS.has(id)) {
      return [
        {
          control: 'Art. 5(1)(f)',
          severity: 'critical' as const,
          column: held.column.name,
          ...said(
            'Column "{column}" of {asset} holds secrets that can be read as they stand ({certainty}); whoever reads the table can use them.',
            place(facts, held),
          ),
          remediation:
            id === 'PASSWORD'
              ? 'Store a salted hash by a password function such as Argon2id instead, and have the passwords changed.'
              : 'Move the secrets into a vault, replace them by references and have them renewed.',
        },
      ];
    }
    if (CARDS.has(id)) {
      return [
        {
          control: 'Art. 32(1)(a)',
          severity: id === 'CREDIT_CARD_CVV' ? ('critical' as const) : ('high' as const),
          column: held.column.name,
          ...said(
            'Column "{column}" of {asset} holds payment data that can be read as they stand ({certainty}).',
            place(facts, held),
          ),
          remediation:
            id === 'CREDIT_CARD_CVV'
              ? 'Erase the column: card security codes may not be kept after authorisation.'
              : 'Encrypt the column or keep a token of the payment provider instead, and narrow who may read it.',
        },
      ];
    }
    return [];
  });

/** Data that identify a person, unprotected: Art. 32(1)(a). One finding a column. */
const readableIdentifiers: FrameworkRule = (facts) =>
  heldData(facts).flatMap((held) => {
    const { definition, classification } = held;
    if (
      !definition.personal ||
      definition.special === true ||
      SECRETS.has(definition.id) ||
      CARDS.has(definition.id) ||
      definition.category === NATIONAL ||
      DOCUMENTS.has(definition.id)
    )
      return [];
    if (!isSensitive(classification.sensitivity) || definition.id === 'PASSWORD_HASH') return [];
    return [
      {
        control: 'Art. 32(1)(a)',
        severity: classification.sensitivity === 'restricted' ? ('high' as const) : ('medium' as const),
        column: held.column.name,
        ...said(
          'Column "{column}" of {asset} holds personal data in clear ({certainty}).',
          place(facts, held),
        ),
        remediation:
          'Pseudonymise or encrypt the column where its purpose allows it, and narrow who may read it.',
      },
    ];
  });

/** Art. 9(1): what may not be processed without an exception. */
const specialCategories: FrameworkRule = (facts) => {
  const all = heldData(facts);
  const isIdentified =
    all.some(({ definition }) => definition.personal && definition.category.startsWith('user.name')) ||
    all.some(
      ({ definition }) =>
        ['EMAIL_ADDRESS', 'PERSON_ID', 'PHONE_NUMBER'].includes(definition.id) ||
        definition.category === NATIONAL,
    );
  return all
    .filter(({ definition }) => definition.special === true)
    .map((held) => ({
      control: 'Art. 9(1)',
      severity: isIdentified ? ('critical' as const) : ('high' as const),
      column: held.column.name,
      ...said(
        isIdentified
          ? 'Column "{column}" of {asset} holds a special category of personal data ({certainty}), beside columns that say whom it concerns.'
          : 'Column "{column}" of {asset} holds a special category of personal data ({certainty}).',
        place(facts, held),
      ),
      remediation:
        'Name the exception of Art. 9(2) that applies and record it; otherwise erase the column. Until then restrict it to those who need it.',
    }));
};

/** Art. 87: national identification numbers and the like. */
const nationalNumbers: FrameworkRule = (facts) =>
  heldData(facts)
    .filter(({ definition }) => definition.category === NATIONAL || DOCUMENTS.has(definition.id))
    .map((held) => ({
      control: 'Art. 87',
      severity: 'high' as const,
      column: held.column.name,
      ...said(
        'Column "{column}" of {asset} holds a number by which a state identifies people ({certainty}).',
        place(facts, held),
      ),
      remediation:
        'Check that national law allows its use for this purpose; encrypt the column and show no more than its last digits.',
    }));

const RULES: readonly FrameworkRule[] = [
  readableSecrets,
  readableIdentifiers,
  specialCategories,
  nationalNumbers,
];

/** What is said of single columns. One that holds several things breaches a control once, by the gravest of them. */
export const columnRule: FrameworkRule = (facts) => {
  const gravest = new Map<string, RuleFinding>();
  for (const finding of RULES.flatMap((rule) => rule(facts))) {
    const key = JSON.stringify([finding.control, finding.column]);
    const present = gravest.get(key);
    if (present === undefined || rankOf(finding) > rankOf(present)) gravest.set(key, finding);
  }
  return [...gravest.values()];
};

const rankOf = ({ severity }: RuleFinding): number => SEVERITIES.indexOf(severity);
