import {
  type AssetFacts,
  type Classification,
  type ColumnFacts,
  INFO_TYPES,
  type InfoTypeDefinition,
} from '@datawave/plugin-sdk';

/** A column with what it holds for certain enough to be reported: its best verdict, unless a person rejected it. */
export interface HeldData {
  readonly column: ColumnFacts;
  readonly classification: Classification;
  readonly definition: InfoTypeDefinition;
}

const DEFINITIONS = new Map(INFO_TYPES.map((definition) => [definition.id, definition]));

/** What each column of an asset holds. Types that a classifier brought itself count as personal when they are sensitive. */
export function heldData(facts: AssetFacts): readonly HeldData[] {
  return facts.columns.flatMap((column): readonly HeldData[] => {
    const classification = column.classifications.find((candidate) => candidate.status !== 'rejected');
    if (classification === undefined) return [];
    const { infoType, category, sensitivity } = classification;
    const definition = DEFINITIONS.get(infoType) ?? {
      id: infoType,
      title: infoType.toLowerCase().replaceAll('_', ' '),
      category,
      sensitivity,
      personal: category.startsWith('user.'),
    };
    return [{ column, classification, definition }];
  });
}

/** `the column "Email" of main.Customer`; names only, no value. */
export const place = (facts: AssetFacts, held: HeldData): string =>
  `Column "${held.column.name}" of ${facts.name}`;

/** `EMAIL_ADDRESS, 99 % sure`. */
export const certainty = (held: HeldData): string =>
  `${held.definition.title}, ${Math.floor(held.classification.confidence * 100)} % sure`;

/** `"a", "b" and 3 more`. */
export function listColumns(held: readonly HeldData[]): string {
  const names = held.slice(0, 4).map((entry) => `"${entry.column.name}"`);
  const more = held.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
