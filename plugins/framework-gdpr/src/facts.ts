import {
  type AssetFacts,
  type Classification,
  type ColumnFacts,
  INFO_TYPES,
  type InfoTypeDefinition,
  type MessageText,
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

/** A message in English, and the same in a form that pages say in other languages. */
export function said(
  text: string,
  values: MessageText['values'],
): { readonly message: string; readonly messageText: MessageText } {
  const messageText = { text, values };
  return { message: inEnglish(messageText), messageText };
}

const inEnglish = ({ text, values }: MessageText): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value === 'object') return inEnglish(value);
    return typeof value === 'number' ? value.toLocaleString('en-US') : value;
  });

/** Where something is held and how sure that is: names only, no value. */
export const place = (facts: AssetFacts, held: HeldData): MessageText['values'] => ({
  column: held.column.name,
  asset: facts.name,
  certainty: certainty(held),
});

/** `E-mail address, 99 % sure`; `IBAN in 1 of 50 values, 98 % sure`; `Salary, as a person decided`. */
function certainty({ definition, classification }: HeldData): MessageText {
  const { question, matched, sampled, confidence, status } = classification;
  const what = { text: definition.title, values: {} };
  // A no-break space: lines do not begin with "% sure".
  const share = `${Math.floor(confidence * 100)}\u00a0%`;
  if (question !== 'contains')
    return status === 'suggested'
      ? { text: '{what}, {share} sure', values: { what, share } }
      : { text: '{what}, as a person decided', values: { what } };
  return status === 'suggested'
    ? {
        text: '{what} in {matched} of {sampled} values, {share} sure',
        values: { what, matched, sampled, share },
      }
    : {
        text: '{what} in {matched} of {sampled} values, as a person decided',
        values: { what, matched, sampled },
      };
}

/** Names of the columns, each once. */
export const columnsOf = (held: readonly HeldData[]): readonly string[] => [
  ...new Set(held.map(({ column }) => column.name)),
];

/** `"a", "b" and 3 more`. */
export function listColumns(held: readonly HeldData[]): MessageText | string {
  const columns = columnsOf(held);
  const names = columns
    .slice(0, 4)
    .map((name) => `"${name}"`)
    .join(', ');
  const more = columns.length - 4;
  return more > 0 ? { text: '{names} and {more} more', values: { names, more } } : names;
}
