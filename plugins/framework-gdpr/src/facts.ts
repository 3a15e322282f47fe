import {
  type AssetFacts,
  type Classification,
  type ColumnFacts,
  INFO_TYPES,
  type InfoTypeDefinition,
} from '@datawave/plugin-sdk';

/** Something that a column holds for certain enough to be reported: what it is, or what stands among its values. */
export interface HeldData {
  readonly column: ColumnFacts;
  readonly classification: Classification;
  readonly definition: InfoTypeDefinition;
}

const DEFINITIONS = new Map(INFO_TYPES.map((definition) => [definition.id, definition]));

/**
 * What the columns of an asset hold, each its best verdict first and then what else it contains; nothing that a person
 * rejected. Types that a classifier brought itself count as personal when they are sensitive.
 */
export function heldData(facts: AssetFacts): readonly HeldData[] {
  return facts.columns.flatMap((column) => {
    const standing = column.classifications.filter(({ status }) => status !== 'rejected');
    return standing
      .filter(({ question }, index) => index === 0 || question === 'contains')
      .map(
        (classification): HeldData => ({ column, classification, definition: definitionOf(classification) }),
      );
  });
}

const definitionOf = ({ infoType, category, sensitivity }: Classification): InfoTypeDefinition =>
  DEFINITIONS.get(infoType) ?? {
    id: infoType,
    title: infoType.toLowerCase().replaceAll('_', ' '),
    category,
    sensitivity,
    personal: category.startsWith('user.'),
  };

/** `the column "Email" of main.Customer`; names only, no value. */
export const place = (facts: AssetFacts, held: HeldData): string =>
  `Column "${held.column.name}" of ${facts.name}`;

/** `E-mail address, 99 % sure`; `IBAN in 1 of 50 values, 98 % sure`; `Salary, as a person decided`. */
export function certainty({ definition, classification }: HeldData): string {
  const { question, matched, sampled, confidence, status } = classification;
  const where = question === 'contains' ? ` in ${matched} of ${sampled} values` : '';
  // A no-break space: lines do not begin with "% sure".
  const sure = status === 'suggested' ? `${Math.floor(confidence * 100)}\u00a0% sure` : 'as a person decided';
  return `${definition.title}${where}, ${sure}`;
}

/** Names of the columns, each once. */
export const columnsOf = (held: readonly HeldData[]): readonly string[] => [
  ...new Set(held.map(({ column }) => column.name)),
];

/** `"a", "b" and 3 more`. */
export function listColumns(held: readonly HeldData[]): string {
  const columns = columnsOf(held);
  const names = columns.slice(0, 4).map((name) => `"${name}"`);
  const more = columns.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
