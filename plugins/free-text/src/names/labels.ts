/** Kinds of things that the model tells apart, and the info types they become. */
export const NAME_KINDS = [
  'person',
  'address',
  'city',
  'country',
  'organisation',
  'nationality',
  'title',
  'age',
  'date',
  'postcode',
  'phone',
  'card',
  'licence',
] as const;

/** One of {@link NAME_KINDS}. */
export type NameKind = (typeof NAME_KINDS)[number];

/** Labels of tokens: 0 is outside; kind k begins with 1 + 2k and goes on with 2 + 2k. */
export const LABEL_COUNT = 1 + 2 * NAME_KINDS.length;

/** The label of a token that begins a thing of the kind. */
export const beginLabel = (kind: NameKind): number => 1 + 2 * NAME_KINDS.indexOf(kind);

/** Position of the kind among {@link NAME_KINDS}, -1 outside. */
export const kindOfLabel = (label: number): number => (label === 0 ? -1 : (label - 1) >> 1);

/** Whether the label goes on with what the token before began. */
export const isInside = (label: number): boolean => label !== 0 && label % 2 === 0;
