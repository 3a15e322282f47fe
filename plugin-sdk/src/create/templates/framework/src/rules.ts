import type { Classification, ColumnFacts, FrameworkRule, Severity } from '@datawave/plugin-sdk';

/** Info types that a column must not hold, with what is to be done about it. */
interface Forbidden {
  readonly control: string;
  readonly severity: Severity;
  readonly what: string;
  readonly infoTypes: ReadonlySet<string>;
  readonly remediation: string;
}

const FORBIDDEN: readonly Forbidden[] = [
  {
    control: 'SP-1',
    severity: 'critical',
    what: 'card numbers',
    infoTypes: new Set(['CREDIT_CARD_NUMBER']),
    remediation: 'Replace the card numbers by tokens, and drop the column.',
  },
  {
    control: 'SP-2',
    severity: 'high',
    what: 'credentials',
    infoTypes: new Set(['PASSWORD', 'API_KEY', 'PRIVATE_KEY']),
    remediation: 'Move the credentials into the vault, change them, and drop the column.',
  },
];

/** What a person has rejected does not count. */
const standing = ({ classifications }: ColumnFacts): readonly Classification[] =>
  classifications.filter(({ status }) => status !== 'rejected');

/** One finding for each column that holds, or has among its values, what it must not. */
export const forbiddenColumns: FrameworkRule = ({ name: asset, columns }) =>
  columns.flatMap((column) =>
    FORBIDDEN.filter(({ infoTypes }) => standing(column).some(({ infoType }) => infoTypes.has(infoType))).map(
      ({ control, severity, what, remediation }) => ({
        control,
        severity,
        column: column.name,
        message: `${asset}.${column.name} holds ${what}.`,
        messageText: { text: `{asset}.{column} holds ${what}.`, values: { asset, column: column.name } },
        remediation,
      }),
    ),
  );
